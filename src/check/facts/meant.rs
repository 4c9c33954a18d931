//! Names that lead nowhere, and what was meant by them.

use crate::{
    check::Finding,
    diagnostic::{Meant, NameSlip},
};

/// A finding about a name that leads nowhere. Its help says what was certainly meant, which is its fix
/// too; else `near` of the nearest name there is; else `otherwise`.
pub(crate) fn finding(
    message: String,
    meant: Option<&Meant>,
    nearest: Option<&str>,
    near: impl FnOnce(&str) -> String,
    otherwise: &str,
) -> Finding {
    let help = match (meant, nearest) {
        (Some(meant), _) => slip_help(meant),
        (None, Some(nearest)) => near(nearest),
        (None, None) => otherwise.to_owned(),
    };
    let finding = Finding::new(message, help);
    match meant.and_then(|meant| meant.fix.as_ref()) {
        Some(fix) => finding.fix(fix.span, fix.replacement.as_str()),
        None => finding,
    }
}

/// Help that says how a name differs from the one that was meant.
fn slip_help(meant: &Meant) -> String {
    let name = &meant.name;
    match meant.slip {
        NameSlip::Case => format!("改为“{name}”：只有大小写不同，服务器和浏览器都分大小写"),
        NameSlip::NormalForm => {
            format!("改为“{name}”：看起来一样，Unicode 写法不同（多见于从苹果电脑复制的文件名）")
        }
        NameSlip::Slash => format!("改为“{name}”：文件名后面不能有斜杠"),
        NameSlip::Escape => format!("改为“{name}”：百分号编码写了两遍，或者用了反斜杠"),
    }
}
