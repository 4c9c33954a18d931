//! `check`.

use std::{collections::BTreeSet, path::Path, process::ExitCode};

use crate::{
    check::rules, external::CACHE_FILE, pipeline, report::Only, standard::nearest,
    write::refuse_cache,
};

use super::{arguments::CheckArguments, build::tell, fail, progress::Bar, rules::judges, say};

pub(super) fn check(arguments: &CheckArguments) -> ExitCode {
    arguments.site.use_threads();
    // The number of a requirement stands for the rules that judge it.
    let mut wanted = Vec::new();
    for name in &arguments.rules {
        let judges: Vec<String> = judges(name).map(|meta| meta.id.to_owned()).collect();
        if judges.is_empty() {
            wanted.push(name.clone());
        }
        wanted.extend(judges);
    }
    if let Some(refused) = refuse_unknown(&wanted) {
        return refused;
    }
    let site = arguments.site.site.clone();
    let only = Only {
        rules: wanted,
        paths: arguments
            .paths
            .iter()
            .map(|path| below_site(path, &arguments.site.site))
            .collect(),
    };
    let foreign = |path: &&String| !is_of_site(path, &site);
    if let Some(path) = only.paths.iter().find(foreign) {
        say(&format!(
            "错误：站点里没有“{path}”，--path 要写 site.yaml，或 content 之下的文件、文件夹\n"
        ));
        return ExitCode::from(super::BAD_WORLD);
    }
    if arguments.external {
        let cache = arguments.cache_folder();
        if let Err(error) = refuse_cache(&cache, CACHE_FILE, &site) {
            return fail(&error);
        }
    }
    let public = site.join("public");
    let options = match arguments.site.options(public.clone(), public) {
        Ok(options) => options,
        Err(error) => return fail(&error),
    };
    let bar = Bar::new();
    let mut mended = Vec::new();
    let session = arguments.session();
    let inspect = || {
        let inspected = pipeline::inspect(&options, session.as_ref(), &bar);
        inspected.map(|(_, report)| report)
    };
    let mut result = inspect();
    if arguments.fix {
        // A fix may show the next one, and two that touch cannot be made at once.
        for _ in 0..FIX_ROUNDS {
            let Ok(report) = &mut result else { break };
            report.keep(&only);
            match pipeline::fix(&options, report) {
                Ok(done) if done.is_empty() => break,
                Ok(done) => mended.extend(done),
                Err(error) => {
                    bar.finish();
                    return fail(&error);
                }
            }
            result = inspect();
        }
    }
    bar.finish();
    for mend in &mended {
        say(&format!("已改：{}\n", mend.line));
    }
    if arguments.fix {
        let files: BTreeSet<&str> = mended.iter().map(|mend| mend.path.as_str()).collect();
        say(
            &match mended.iter().map(|mend| mend.places).sum::<usize>() {
                0 => "没有可以自动改的\n\n".to_owned(),
                count => format!("共改 {count} 处，在 {} 个文件里\n\n", files.len()),
            },
        );
    }
    if let Ok(report) = &mut result {
        report.keep(&only);
    }
    tell(
        result,
        arguments.report.format,
        &arguments.site.site,
        "内容有错误，改好以前不能发布。\n",
    )
}

/// Most rounds of looking for fixes; each round mends something, so this only guards against two
/// rules that undo each other.
const FIX_ROUNDS: usize = 8;

fn refuse_unknown(wanted: &[String]) -> Option<ExitCode> {
    let ids = || rules().iter().map(|rule| rule.meta().id);
    let unknown = wanted
        .iter()
        .find(|wanted| !ids().any(|id| id == *wanted))?;
    let hint = nearest(unknown, ids()).map_or(String::new(), |near| format!("；是不是“{near}”？"));
    say(&format!(
        "错误：没有规则“{unknown}”{hint}\n\n用 gongkai rules 看全部规则。\n"
    ));
    Some(ExitCode::from(super::BAD_WORLD))
}

/// Checks that findings may lie in a path: settings, content, the theme, and what a build left.
fn is_of_site(path: &str, site: &Path) -> bool {
    let top = path.split('/').next().unwrap_or_default();
    ["site.yaml", "content", "themes", "public"].contains(&top) && site.join(path).exists()
}

/// A path as it was typed, seen from the site's folder.
fn below_site(path: &str, site: &Path) -> String {
    if Path::new(path).is_absolute()
        && let (Ok(path), Ok(site)) = (Path::new(path).canonicalize(), site.canonicalize())
        && let Ok(rest) = path.strip_prefix(site)
    {
        return rest.to_string_lossy().replace('\\', "/");
    }
    let path = path.replace('\\', "/");
    let site = site.to_string_lossy().replace('\\', "/");
    let path = path.trim_start_matches("./").trim_end_matches('/');
    let site = site.trim_start_matches("./").trim_end_matches('/');
    match path
        .strip_prefix(site)
        .and_then(|rest| rest.strip_prefix('/'))
    {
        Some(rest) if !site.is_empty() && site != "." => rest.to_owned(),
        _ => path.to_owned(),
    }
}
