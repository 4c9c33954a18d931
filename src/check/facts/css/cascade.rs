//! Values for an element that a selector speaks of, by the declarations that certainly apply.

use std::collections::BTreeMap;

use super::{
    length::pixels,
    read::{Compound, Sheet, Style, scan},
};

/// The sheet under one set of conditions.
#[derive(Debug)]
pub(crate) struct View<'s, 'c> {
    sheet: &'s Sheet<'c>,
    mode: Vec<&'c str>,
    root: BTreeMap<&'c str, &'c str>,
}

impl<'c> Sheet<'c> {
    /// The sets of conditions under which it looks different, the usual look first.
    pub(crate) fn modes(&self) -> Vec<Vec<&'c str>> {
        let mut modes = vec![Vec::new()];
        for style in &self.styles {
            let asked = style
                .conditions
                .iter()
                .filter(|asked| !asked.starts_with(":not("));
            let mode: Vec<&str> = asked.copied().collect();
            if !modes.contains(&mode) {
                modes.push(mode);
            }
        }
        modes
    }

    /// The sheet as it applies in a mode.
    pub(crate) fn view<'s>(&'s self, mode: &[&'c str]) -> View<'s, 'c> {
        let mut set: Vec<(usize, &str, &str)> = Vec::new();
        let of_root = self
            .styles
            .iter()
            .filter(|style| style.is_root() && style.media.is_empty());
        for style in of_root.filter(|style| style.applies(mode)) {
            let custom = style
                .declarations
                .iter()
                .filter(|(name, _)| name.starts_with("--"));
            set.extend(custom.map(|(name, value)| (style.conditions.len(), *name, *value)));
        }
        // The sort keeps the order of writing among equals.
        set.sort_by_key(|(weight, ..)| *weight);
        View {
            sheet: self,
            mode: mode.to_vec(),
            root: set
                .into_iter()
                .map(|(_, name, value)| (name, value))
                .collect(),
        }
    }
}

impl Style<'_> {
    fn applies(&self, mode: &[&str]) -> bool {
        self.conditions
            .iter()
            .all(|asked| match asked.strip_prefix(":not(") {
                // `[data-type]` is there whatever its value is.
                Some(not) => {
                    let not = not.trim_end_matches([')', ']']);
                    !mode.iter().any(|holds| holds.starts_with(not))
                }
                None => mode.contains(asked),
            })
    }

    fn weight(&self, value: &str) -> (bool, usize, usize, usize) {
        let simples = || self.parts.iter().flat_map(|part| part.simples.iter());
        let ids = simples().filter(|simple| simple.starts_with('#')).count();
        let classes =
            simples().filter(|simple| weighs_as_class(simple)).count() + self.conditions.len();
        let types = simples().count() + self.conditions.len() - ids - classes;
        (value.ends_with("!important"), ids, classes, types)
    }
}

fn weighs_as_class(simple: &str) -> bool {
    simple.starts_with(['.', '[']) || (simple.starts_with(':') && !simple.starts_with("::"))
}

impl<'s, 'c> View<'s, 'c> {
    /// The custom properties of the root, as they are written.
    pub(crate) fn root_values(&self) -> impl Iterator<Item = (&'c str, &'c str)> {
        self.root.iter().map(|(name, value)| (*name, *value))
    }

    /// The styles that apply.
    pub(crate) fn styles(&self) -> impl Iterator<Item = &'s Style<'c>> {
        self.sheet
            .styles
            .iter()
            .filter(|style| style.applies(&self.mode))
    }

    /// A value with its custom properties put in; `None` where one is not known.
    pub(crate) fn resolve(&self, value: &str) -> Option<String> {
        let mut value = value.trim_end_matches("!important").trim().to_owned();
        // More than this is a circle.
        for _ in 0..32 {
            let Some(start) = value.find("var(") else {
                return Some(value);
            };
            let open = start + "var(".len();
            let close = open + scan(value.as_bytes().get(open..)?, b")")?;
            let inside = value.get(open..close)?;
            let (name, fallback) = match inside.split_once(',') {
                Some((name, fallback)) => (name.trim(), Some(fallback.trim())),
                None => (inside.trim(), None),
            };
            if self.sheet.local.contains(name) {
                return None;
            }
            let put = self.root.get(name).copied().or(fallback)?.to_owned();
            value.replace_range(start..=close, &put);
        }
        None
    }

    /// Value of some properties for an element that a style speaks of: the one that is set by the
    /// strongest style that certainly applies to it.
    pub(crate) fn declared(
        &self,
        style: &Style<'c>,
        parts: &[Compound<'c>],
        names: &[&str],
    ) -> Option<&'c str> {
        let mut best = None;
        for other in self.styles() {
            let Some(value) = other.value(names) else {
                continue;
            };
            let is_here = other.media.is_empty() || other.media == style.media;
            if !is_here || !covers(&other.parts, parts) {
                continue;
            }
            let weight = other.weight(value);
            if best.is_none_or(|(strongest, _)| strongest <= weight) {
                best = Some((weight, value));
            }
        }
        best.map(|(_, value)| value)
    }

    /// Runs up from the element of a style to the root, and gives the first value that `read` takes.
    pub(crate) fn inherited<T>(
        &self,
        style: &Style<'c>,
        names: &[&str],
        skips_own: bool,
        mut read: impl FnMut(&str) -> Inherited<T>,
    ) -> Option<T> {
        let above = [vec!["body"], vec!["html"]].map(|simples| {
            [Compound {
                combinator: ' ',
                simples,
            }]
        });
        let mut places: Vec<&[Compound<'c>]> = Vec::new();
        let mut parts = style.parts.as_slice();
        while !parts.is_empty() {
            places.push(parts);
            parts = parent(parts);
        }
        places.extend(above.iter().map(<[Compound<'c>; 1]>::as_slice));
        for parts in places.into_iter().skip(usize::from(skips_own)) {
            let Some(value) = self.declared(style, parts, names) else {
                continue;
            };
            match read(&self.resolve(value)?) {
                Inherited::Found(found) => return Some(found),
                Inherited::Up => {}
                Inherited::Unknown => return None,
            }
        }
        None
    }

    /// Size of one `rem`, in pixels.
    pub(crate) fn base(&self) -> f64 {
        let root = self
            .styles()
            .filter(|style| style.is_root() && style.element() == Some("html"));
        let sizes = root.filter_map(|style| style.value(&["font-size"]));
        let size = sizes.last().and_then(|value| self.resolve(value));
        size.and_then(|size| pixels(&size, 16.0)).unwrap_or(16.0)
    }
}

/// Outcome of a value met on the way up.
#[derive(Clone, Copy)]
pub(crate) enum Inherited<T> {
    /// It is the one looked for.
    Found(T),
    /// It says nothing: the parent's shows through.
    Up,
    /// It cannot be judged.
    Unknown,
}

/// The selector of the parent, as far as it is known.
fn parent<'a, 'c>(parts: &'a [Compound<'c>]) -> &'a [Compound<'c>] {
    let mut parts = parts;
    while let Some((last, rest)) = parts.split_last() {
        parts = rest;
        if !matches!(last.combinator, '+' | '~') {
            break;
        }
    }
    parts
}

/// Checks that `general` matches every element that `known` matches.
pub(super) fn covers(general: &[Compound<'_>], known: &[Compound<'_>]) -> bool {
    let (Some((general_last, general_rest)), Some((known_last, known_rest))) =
        (general.split_last(), known.split_last())
    else {
        return false;
    };
    let mut simples = general_last.simples.iter();
    if !simples.all(|simple| known_last.simples.contains(simple)) {
        return false;
    }
    if general_rest.is_empty() {
        return true;
    }
    match general_last.combinator {
        ' ' => {
            let (mut combinator, mut above) = (known_last.combinator, known_rest);
            loop {
                let is_above = matches!(combinator, ' ' | '>');
                if is_above && covers(general_rest, above) {
                    return true;
                }
                let Some((last, rest)) = above.split_last() else {
                    return false;
                };
                (combinator, above) = (last.combinator, rest);
            }
        }
        direct => known_last.combinator == direct && covers(general_rest, known_rest),
    }
}
