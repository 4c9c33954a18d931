//! `serve`.

use std::process::ExitCode;

use crate::serve::{self, PreviewOptions};

use super::{arguments::ServeArguments, fail, say};

pub(super) fn serve(arguments: &ServeArguments) -> ExitCode {
    arguments.site.use_threads();
    let clock = match arguments.site.clock() {
        Ok(clock) => clock,
        Err(error) => return fail(&error),
    };
    let options = PreviewOptions {
        site: arguments.site.site.clone(),
        clock,
        host: arguments.host,
        port: arguments.port,
        poll: arguments.poll,
    };
    let open = arguments.open;
    let ready = move |address: &str| {
        say(&format!("预览在 {address}（按 Ctrl+C 结束）\n"));
        if open && open::that(address).is_err() {
            say("没能打开浏览器，请自己打开上面的地址。\n");
        }
    };
    match serve::serve(&options, ready, say) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}
