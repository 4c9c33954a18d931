//! Writes a made-up site of any size, to build, measure and show:
//! `cargo run --release --example corpus -- 10000 DIR`.

mod generator;

use std::{
    ffi::OsString,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// More would not fit into the five digits of a year's 索引号.
const MOST: usize = 500_000;

/// Exit code of a wrong command line.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let (documents, folder) = match read(&arguments) {
        Ok(read) => read,
        Err(reason) => {
            say(&format!(
                "错误：{reason}\n用法：corpus 文档数 文件夹\n例如：cargo run --release --example corpus -- 10000 /tmp/site\n"
            ));
            return ExitCode::from(USAGE);
        }
    };
    match generator::write_site(documents, &folder) {
        Ok(()) => {
            say(&format!("已写 {documents} 份文档：{}\n", folder.display()));
            ExitCode::SUCCESS
        }
        Err(error) => {
            say(&format!("错误：不能写 {}：{error}\n", folder.display()));
            ExitCode::FAILURE
        }
    }
}

/// Reads the number of documents and the folder from the command line, or says what is wrong with
/// it.
fn read(arguments: &[OsString]) -> Result<(usize, PathBuf), String> {
    let [documents, folder] = arguments else {
        return Err(format!("要两个参数，现在有 {} 个", arguments.len()));
    };
    let documents = documents
        .to_str()
        .and_then(|text| text.parse().ok())
        .filter(|documents| (1..=MOST).contains(documents))
        .ok_or_else(|| {
            format!(
                "文档数应是 1 到 {MOST} 的整数，不能是“{}”",
                documents.to_string_lossy()
            )
        })?;
    let folder = PathBuf::from(folder);
    if !is_free(&folder) {
        return Err(format!(
            "文件夹 {} 不是空的，不敢写；请换一个",
            folder.display()
        ));
    }
    Ok((documents, folder))
}

/// Checks that nothing would be mixed with or written over.
fn is_free(folder: &Path) -> bool {
    match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// To stderr. Nobody is left to be told if that fails.
fn say(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}
