//! `serve`.

use std::process::ExitCode;

use crate::serve::{self, PreviewOptions};

use super::{BAD_WORLD, arguments::ServeArguments, fail, say};

pub(super) fn serve(arguments: &ServeArguments) -> ExitCode {
    arguments.site.use_threads();
    let Some(host) = arguments.listening() else {
        say("错误：--host 只能写一个 IP 地址来监听；要在所有地址上监听，写 0.0.0.0\n");
        return ExitCode::from(BAD_WORLD);
    };
    let clock = match arguments.site.clock() {
        Ok(clock) => clock,
        Err(error) => return fail(&error),
    };
    let options = PreviewOptions {
        site: arguments.site.site.clone(),
        clock,
        host,
        also: arguments.also(),
        port: arguments.port,
        poll: arguments.poll,
    };
    let open = arguments.open;
    let ready = move |address: &str| {
        say(&format!("预览在 {address}（按 Ctrl+C 结束）\n"));
        if host.is_unspecified() {
            say("别的电脑用这台机器的 IP 地址和同一端口打开；要用名称打开，加 --host 名称。\n");
        }
        if open && open::that(address).is_err() {
            say("没能打开浏览器，请自己打开上面的地址。\n");
        }
    };
    match serve::serve(&options, ready, say) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}
