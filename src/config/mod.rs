//! The site's own settings: `site.yaml`, read under its schema, and the standard as the site adjusts it.

mod adjust;
mod waiver;

use jiff::civil::Date;

use crate::{
    diagnostic::{Fault, FaultKind},
    source::SourceFile,
    standard::{
        Mark, Record, Standard, read_record,
        view::{FieldValue, Footer, Org, Portal, SiteSettings},
    },
    yaml::read_yaml,
};

pub use adjust::Profile;
pub use waiver::Waiver;

/// Settings of a build: everything that a page may depend on besides the content.
#[derive(Debug)]
pub struct Config {
    /// `site.yaml` as written, for messages.
    pub file: SourceFile,
    /// Its fields.
    pub record: Record,
    /// The day that freshness and deadlines are judged by, and that the pages name.
    pub as_of: Date,
    /// The statutory standard, as the site adjusts it.
    pub standard: Standard,
    /// Kind of body that the site belongs to.
    pub profile: Profile,
    /// Findings that the site lets pass.
    pub waivers: Vec<Waiver>,
    /// Noteworthy places in the text of `site.yaml`.
    pub marks: Vec<Mark>,
}

/// Day that a run judges by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The day that was asked for, before which any other gives way.
    pub asked: Option<Date>,
    /// Today.
    pub today: Date,
}

impl From<Date> for Clock {
    fn from(day: Date) -> Self {
        Self {
            asked: Some(day),
            today: day,
        }
    }
}

/// Ends of the names of offices, and the words by which these speak of themselves; the last one is
/// for any.
pub const OWN_WORDS: [(&str, &str); 5] = [
    ("街道办事处", "本街道"),
    ("乡人民政府", "本乡"),
    ("镇人民政府", "本镇"),
    ("局", "本局"),
    ("", "本机关"),
];

impl Config {
    /// Reads the settings; what is wrong with them is a list of faults, never an error.
    ///
    /// The day is the one asked for, else `判定日期` of a site that is a sample, else today.
    pub fn new(file: SourceFile, clock: Clock) -> (Self, Vec<Fault>) {
        let mut standard = Standard::builtin();
        let (node, faults) = read_yaml(&file.path, &file.text, 0);
        let mut faults = faults;
        let mut record = Record::empty(&standard.site);
        match node {
            Some(node) => {
                let (read, wrong) = read_record(&node, &standard.site, "site.yaml");
                record = read;
                faults.extend(
                    wrong
                        .into_iter()
                        .map(|(span, kind)| Fault::new(&file.path, span, kind)),
                );
            }
            None if faults.is_empty() => faults.push(Fault::whole(
                &file.path,
                FaultKind::MissingField {
                    field: "机关".to_owned(),
                    wanted_by: "site.yaml".to_owned(),
                    template: None,
                    values: None,
                    is_blank: false,
                    clause: None,
                    requirement: None,
                    is_strict: false,
                },
            )),
            None => {}
        }
        let wrong = adjust::adjust(&mut standard, SiteSettings::new(&record));
        faults.extend(
            wrong
                .into_iter()
                .map(|(span, kind)| Fault::new(&file.path, span, kind)),
        );
        let faults = Fault::conflicts_or(&file, faults);
        let as_of = clock
            .asked
            .or_else(|| SiteSettings::new(&record).as_of().get())
            .unwrap_or(clock.today);
        (
            Self {
                profile: Profile::of(SiteSettings::new(&record)),
                waivers: waiver::waivers(SiteSettings::new(&record)),
                marks: standard.lexicon.scan(&file.text),
                file,
                record,
                as_of,
                standard,
            },
            faults,
        )
    }

    /// The fields of `site.yaml`.
    pub fn settings(&self) -> SiteSettings<'_> {
        SiteSettings::new(&self.record)
    }

    /// Name of the theme below `themes/`.
    pub fn theme(&self) -> &str {
        self.settings().theme().get().unwrap_or("official")
    }

    /// True if it says what every site must: whose it is, where it stands, and what its pages end
    /// with.
    pub fn is_complete(&self) -> bool {
        let settings = self.settings();
        settings.org().get().is_some()
            && settings.portal().get().is_some()
            && settings.footer().get().is_some()
    }

    /// A text of `机关`, empty where it is absent.
    pub fn org<'s>(&'s self, field: impl FnOnce(Org<'s>) -> FieldValue<&'s str>) -> &'s str {
        self.settings().org().and(field).or_default()
    }

    /// The word by which the office speaks of itself: `本街道`, `本局`.
    pub fn own_word(&self) -> &'static str {
        let name = self.org(Org::name);
        let word = OWN_WORDS.iter().find(|(end, _)| name.ends_with(end));
        word.map_or("本机关", |(_, word)| word)
    }

    /// A text of `网站`, empty where it is absent.
    pub fn portal<'s>(&'s self, field: impl FnOnce(Portal<'s>) -> FieldValue<&'s str>) -> &'s str {
        self.settings().portal().and(field).or_default()
    }

    /// A text of `页脚`, empty where it is absent.
    pub fn footer<'s>(&'s self, field: impl FnOnce(Footer<'s>) -> FieldValue<&'s str>) -> &'s str {
        self.settings().footer().and(field).or_default()
    }

    /// Permanent address of an output file.
    pub fn permalink(&self, output: &str) -> String {
        let is_front = output == "index.html" || output.ends_with("/index.html");
        let path = if is_front {
            &output[..output.len() - "index.html".len()]
        } else {
            output
        };
        format!(
            "{}/{path}",
            self.portal(Portal::base_url).trim_end_matches('/')
        )
    }

    /// Path of the site on its server, with a slash at both ends.
    pub fn base_path(&self) -> String {
        let after_scheme = self
            .portal(Portal::base_url)
            .split_once("://")
            .map_or("", |(_, rest)| rest);
        let path = after_scheme
            .find('/')
            .map_or("", |slash| after_scheme[slash..].trim_matches('/'));
        if path.is_empty() {
            "/".to_owned()
        } else {
            format!("/{path}/")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_office_may_say_that_it_has_none() {
        let standard = Standard::builtin();
        for (_, own) in OWN_WORDS {
            for (schema, text) in [
                (
                    "statutory",
                    format!("事项:\n- {{项: 1, 状态: {own}无此项, 说明: 甲}}\n"),
                ),
                (
                    "catalog",
                    format!("领域:\n- {{名称: 救灾, 状态: {own}无此项, 说明: 甲}}\n"),
                ),
            ] {
                let (node, faults) = read_yaml("a.yaml", &text, 0);
                assert!(faults.is_empty(), "{faults:?}");
                let (_, wrong) = read_record(&node.unwrap(), &standard.data[schema], "甲");
                let told = wrong
                    .iter()
                    .filter(|(_, kind)| matches!(kind, FaultKind::OutOfRangeField { .. }));
                assert_eq!(told.count(), 0, "{wrong:?}");
            }
        }
    }
}
