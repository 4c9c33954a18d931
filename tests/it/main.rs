//! The one test binary. Small sites to build lie beside it, in `tests/sites/`.

#![expect(clippy::unwrap_used, reason = "a broken checkout should fail loudly")]

mod attachments;

mod bad_input;

mod bounds;

mod cases;

mod circles;

mod cli;

mod content;

mod external;

mod fetched;

mod fields;

mod files;

#[cfg(unix)]
mod gate;

mod html;

mod inspection;

mod links;

mod markdown;

mod names;

mod outgoing;

mod output;

mod parts;

mod publication;

mod robust;

mod rules;

mod search;
mod seeded;

mod second_opinion;

mod serve;

mod site;

mod tables;

mod tidy;

mod vocabulary;

mod waived;

mod wording;

mod world;
