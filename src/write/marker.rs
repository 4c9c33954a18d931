//! The file by which a published folder is known.

use jiff::civil::Date;

/// File by which a published folder is known to be one of ours, and may be replaced.
pub const MARKER: &str = "gongkai.json";

/// The file's text: which release made the folder, by which day, and how many pages it made.
pub(super) fn bytes(as_of: Date, pages: usize) -> Vec<u8> {
    let version = env!("CARGO_PKG_VERSION");
    let marker = format!(
        "{{\"generator\":\"gongkai\",\"version\":\"{version}\",\"as_of\":\"{as_of}\",\"pages\":{pages}}}\n"
    );
    marker.into_bytes()
}
