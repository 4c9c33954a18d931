//! Files of crates that Cargo has fetched: specifications and schemas that are published there, and
//! so are not copied into this repository.

use std::{path::PathBuf, process::Command};

/// The folder of a crate that this one depends on.
pub(crate) fn crate_folder(name: &str) -> PathBuf {
    let output = Command::new(env!("CARGO"))
        // Crates of other systems need not have been fetched.
        .args([
            "metadata",
            "--format-version",
            "1",
            "--offline",
            "--locked",
            "--filter-platform",
            &host(),
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let manifest = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .find(|package| package["name"] == name)
        .and_then(|package| package["manifest_path"].as_str())
        .unwrap();
    PathBuf::from(manifest).with_file_name("")
}

/// The system this is built on, as `rustc` names it.
fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap()
        .to_owned()
}
