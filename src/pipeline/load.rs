//! From the folder to the model: read → parse → model.

use rayon::prelude::*;

use crate::{
    config::Config,
    crash::{Crash, catch},
    diagnostic::{Fault, FaultKind},
    model::{Site, Sources, model},
    parse::{Contents, Parsed, parse, parse_attachment},
    read::{Asset, Theme, read, read_attachment, read_last, read_settings, read_theme},
};

use super::{Error, Options, Progress};

/// Makes the model of a site, and reads its theme, of which the model bears what is wrong.
pub(super) fn load_with_theme(
    options: &Options,
    progress: &dyn Progress,
) -> Result<(Site, Theme), Error> {
    let mut site = load(options, progress)?;
    let mut theme = read_theme(&options.site, site.config.theme())?;
    site.faults.append(&mut theme.faults);
    site.theme_sources = std::mem::take(&mut theme.sources);
    site.theme_sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((site, theme))
}

/// Reads a site's folder and what was published of it last, and makes the model.
pub fn load(options: &Options, progress: &dyn Progress) -> Result<Site, Error> {
    let folder = options.site.as_path();
    let (settings, mut faults) = read_settings(folder)?;
    progress.stage("读取", 0);
    // The standard takes as long to be made ready as a small site to be read.
    let ((config, wrong), tree) =
        rayon::join(|| Config::new(settings, options.clock), || read(folder));
    let tree = tree?;
    progress.stage("解析", tree.texts.len() + tree.assets.len());
    let (parsed, assets) = rayon::join(
        || -> Vec<Result<Parsed, Fallen>> {
            let files = tree.texts.into_par_iter().map(|file| {
                let path = file.path.clone();
                let parsed = catch(|| parse(file, &config.standard));
                progress.step();
                parsed.map_err(|crash| (path, crash))
            });
            files.collect()
        },
        || -> Result<Vec<Attached>, Error> {
            let files = tree.assets.into_par_iter().map(|asset| {
                let contents = match read_attachment(&asset)? {
                    Some(bytes) => catch(|| parse_attachment(&asset.path, &bytes)),
                    None => Ok(Contents::default()),
                };
                progress.step();
                Ok((asset, contents))
            });
            files.collect()
        },
    );
    faults.extend(wrong);
    faults.extend(tree.faults);
    let mut fall = |(path, crash): Fallen| {
        let doing = "解析".to_owned();
        faults.push(Fault::whole(
            &path,
            FaultKind::InternalError { doing, crash },
        ));
    };
    let parsed = parsed.into_iter();
    let parsed = parsed.filter_map(|parsed| parsed.map_err(&mut fall).ok());
    let parsed = parsed.collect();
    let assets = assets?.into_iter().map(|(asset, contents)| {
        let path = &asset.path;
        let contents = contents.map_err(|crash| fall((path.clone(), crash)));
        (asset, contents.unwrap_or_default())
    });
    let assets = assets.collect();
    let sources = Sources {
        assets,
        tables: tree.tables,
        last: read_last(&options.last),
        faults,
    };
    Ok(model(config, parsed, sources))
}

/// A file that the program panicked over, and the panic.
type Fallen = (String, Crash);

/// An attachment with what is in it.
type Attached = (Asset, Result<Contents, Crash>);
