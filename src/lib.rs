//! gongkai (公开): turns Markdown with YAML front matter into the statutory 政府信息公开 column of
//! a Chinese government body, and checks it before anything is published.
//!
//! The modules are declared in the order the data travels. That order is a law:
//! **a module may import only modules declared above it** (`tests/it/tidy.rs`).
//!
//! read → parse → model → render → index → linkcheck → check → write

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test may fail at the place")
)]

// Ground: known to every stage, knows none.
pub mod system;

pub mod crash;

pub mod source;

pub mod html;

pub mod diagnostic;

pub mod yaml;

pub mod standard;

pub mod config;

// The way of the data, one folder per stage.
pub mod read;

pub mod parse;

pub mod model;

pub mod render;

pub mod index;

pub mod linkcheck;

pub mod check;

pub mod write;

// Off the way: asks other websites, and only when it is told to.
pub mod external;

// Those who walk the way.
pub mod report;

pub mod pipeline;

pub mod serve;

pub mod cli;
