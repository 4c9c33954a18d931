//! The elements that are open while a body is written, so that every tag in it is closed where it was
//! opened, and that browsers read the same tree from it.
//!
//! Markdown's own elements are walls: raw HTML that was opened inside of one ends with it, and no tag
//! of raw HTML closes it. What the standard of HTML closes by itself (`<li>` after `<li>`, `<p>` before
//! a block, cells and rows) is closed here in writing. A closing tag is thus only ever written for what
//! a browser has open, and none reaches what the template put around the body.

use crate::source::Span;

use super::raw_html::{Element, Kind};

/// Greatest number of elements that may be open in each other. Browsers begin to rearrange at 512.
pub(super) const DEPTH_LIMIT: usize = 100;

/// An open element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Open {
    /// Its name.
    pub(super) name: &'static str,
    /// Origin of the element.
    pub(super) by: By,
    /// Place of its tag, where it is raw HTML.
    pub(super) place: Span,
}

/// Origin of an open element: Markdown, or a tag of raw HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// Markdown.
    Markdown,
    /// Markdown, too deep to be written.
    Unwritten,
    /// A tag of raw HTML.
    Hand,
}

/// All elements that are open, the innermost last.
#[derive(Debug, Default)]
pub(super) struct Tree {
    open: Vec<Open>,
}

/// Elements by which a table keeps its inside to itself.
const CELLS: [&str; 3] = ["td", "th", "caption"];

/// Elements after which what follows is struck out or folded away.
const STRIKING: [&str; 4] = ["del", "s", "details", "summary"];

/// Elements of a table that hold no text.
const FRAMES: [&str; 6] = ["table", "thead", "tbody", "tfoot", "tr", "colgroup"];

impl Tree {
    /// Number of open elements.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// True if one more would be too deep.
    pub(super) fn is_full(&self) -> bool {
        self.open.len() >= DEPTH_LIMIT
    }

    /// True if an element of such a name is open.
    pub(super) fn has(&self, name: &str) -> bool {
        self.all().any(|(_, open)| open.name == name)
    }

    /// Notes an element that was opened.
    pub(super) fn push(&mut self, name: &'static str, by: By) {
        let place = Span::default();
        self.open.push(Open { name, by, place });
    }

    /// Notes an element of raw HTML that was opened, with the place of its tag.
    pub(super) fn push_hand(&mut self, name: &'static str, place: Span) {
        let by = By::Hand;
        self.open.push(Open { name, by, place });
    }

    /// Tags of open raw HTML, down to a depth, that strike out or fold away what follows them.
    pub(super) fn striking_above(&self, depth: usize) -> Vec<Open> {
        let above = self.open.get(depth..).unwrap_or_default().iter();
        above
            .filter(|open| open.by == By::Hand && STRIKING.contains(&open.name))
            .copied()
            .collect()
    }

    /// Takes the innermost out.
    pub(super) fn pop(&mut self) -> Option<Open> {
        self.open.pop()
    }

    /// Depth of the innermost element of Markdown, itself counted.
    pub(super) fn wall(&self) -> usize {
        let walls = self.open.iter().rposition(|open| open.by != By::Hand);
        walls.map_or(0, |at| at + 1)
    }

    /// Elements of raw HTML that are open inside of the innermost one of Markdown, the innermost first,
    /// with the depth above each.
    fn by_hand(&self) -> impl Iterator<Item = (usize, &'static str)> {
        let from = self.wall();
        let inside = self.open[from..].iter().enumerate().rev();
        inside.map(move |(at, open)| (from + at, open.name))
    }

    /// Every open element, the innermost first, with the depth above each.
    fn all(&self) -> impl Iterator<Item = (usize, Open)> {
        self.open.iter().copied().enumerate().rev()
    }

    /// Down to which depth all must be closed for a closing tag of raw HTML; nothing where it closes
    /// nothing.
    pub(super) fn closed_by(&self, element: &Element) -> Option<usize> {
        let is_of_table = element.kind == Kind::TablePart || element.name == "table";
        for (at, name) in self.by_hand() {
            if name == element.name {
                return Some(at);
            }
            let is_wall = name == "table" || (!is_of_table && CELLS.contains(&name));
            if is_wall {
                return None;
            }
        }
        None
    }

    /// Down to which depth all must be closed before Markdown opens a block; nothing where all may
    /// stay open.
    pub(super) fn closed_by_block(&self) -> Option<usize> {
        let mut down_to = None;
        for (at, name) in self.by_hand() {
            if CELLS.contains(&name) {
                break;
            }
            // A table has no place for a block outside of its cells.
            if name == "p" || FRAMES.contains(&name) {
                down_to = Some(at);
            }
        }
        down_to
    }

    /// Down to which depth all must be closed before an element of raw HTML is opened; nothing where
    /// it has no place here.
    pub(super) fn place_of(&self, element: &Element) -> Option<usize> {
        let here = self.depth();
        match element.name {
            "td" | "th" => self.inside_of(&["tr", "tbody", "thead", "tfoot", "table"]),
            "tr" => self.inside_of(&["tbody", "thead", "tfoot", "table"]),
            "tbody" | "thead" | "tfoot" | "caption" | "colgroup" => self.inside_of(&["table"]),
            "col" => self.inside_of(&["colgroup", "table"]),
            "a" => self.place_of_link(),
            "rt" | "rp" => {
                let (at, name) = self.by_hand().next().unwrap_or((here, ""));
                Some(if matches!(name, "rt" | "rp") {
                    at
                } else {
                    here
                })
            }
            _ if element.kind == Kind::Block => self.place_of_block(element),
            _ => Some(here),
        }
    }

    /// Closes all inside of the innermost of some elements of a table.
    fn inside_of(&self, names: &[&str]) -> Option<usize> {
        let mut by_hand = self.by_hand();
        let found = by_hand.find(|(_, name)| names.contains(name) || *name == "table");
        found.map(|(at, _)| at + 1)
    }

    /// A link ends the one that it would stand in, but for one of Markdown.
    fn place_of_link(&self) -> Option<usize> {
        let wall = self.wall();
        for (at, open) in self.all() {
            if open.name == "a" {
                return (at >= wall).then_some(at);
            }
            if CELLS.contains(&open.name) {
                break;
            }
        }
        Some(self.depth())
    }

    fn place_of_block(&self, element: &Element) -> Option<usize> {
        let wall = self.wall();
        let mut place = self.depth();
        // Between the frames of a table nothing but its parts has a place.
        for (at, open) in self.all() {
            if CELLS.contains(&open.name) {
                break;
            }
            if FRAMES.contains(&open.name) {
                if element.name != "table" {
                    return None;
                }
                if open.name == "table" {
                    if at < wall {
                        return None;
                    }
                    place = at;
                    break;
                }
            }
        }
        let alike: &[&str] = match element.name {
            "li" => &["li"],
            "dd" | "dt" => &["dd", "dt"],
            _ => &[],
        };
        if !alike.is_empty() {
            for (at, open) in self.all() {
                if alike.contains(&open.name) {
                    if at < wall {
                        return None;
                    }
                    place = place.min(at);
                    break;
                }
                let is_passed = matches!(open.name, "div" | "p")
                    || Element::named(open.name).is_some_and(|found| found.kind == Kind::Inline);
                if !is_passed {
                    break;
                }
            }
        }
        for (at, name) in self.by_hand() {
            if name == "p" {
                place = place.min(at);
            }
            if CELLS.contains(&name) || name == "table" {
                break;
            }
        }
        // A heading ends a heading.
        if is_heading(element.name)
            && let Some((at, name)) = self.by_hand().next()
            && is_heading(name)
        {
            place = place.min(at);
        }
        Some(place)
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}
