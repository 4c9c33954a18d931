//! `check --external`: the one place from which other websites are asked.

use crate::{
    check::{Found, from_answers},
    external::{Session, Tally},
    model::Site,
};

use super::{Error, Progress};

/// Asks the websites that a site links to; gives what their answers mean, and how many there were.
pub(super) fn ask_websites(
    session: &Session,
    site: &Site,
    progress: &dyn Progress,
) -> Result<(Found, Option<Tally>), Error> {
    let round = session.round(site);
    progress.stage("联网检查", round.len());
    let answers = round.ask(&|| progress.step())?;
    Ok((
        from_answers(&answers.faults, answers.notes()),
        Some(answers.tally),
    ))
}
