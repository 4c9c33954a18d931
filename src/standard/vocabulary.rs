//! The words by which rules recognise a text: `vocabulary.yaml`, and what a site adds to them.
//!
//! A list stands here if it may grow and the code that reads it stays as it is. Tables of code (tags,
//! formats, properties, operators, digits), names that a form or a plan fixes in their number and
//! order, and one to three words that only make sense in the step that asks for them stay in the rule.

use std::sync::{Arc, LazyLock, OnceLock};

use aho_corasick::{AhoCorasick, MatchKind};
use jiff::civil::Date;

use crate::yaml::{self, Node};

/// Most words that a site may add to one list: each text is asked for every one of them.
pub const MOST_WORDS: usize = 100;

/// Words of one meaning.
#[derive(Debug, Clone, Default)]
pub struct Words(Arc<WordsWithFinder>);

#[derive(Debug, Default)]
struct WordsWithFinder {
    words: Vec<String>,
    /// Finds all of them in one pass; made when a text is first asked.
    finder: OnceLock<Option<AhoCorasick>>,
}

impl Words {
    fn new(words: Vec<String>) -> Self {
        Self(Arc::new(WordsWithFinder {
            words,
            finder: OnceLock::new(),
        }))
    }

    /// The words, in the order of the file.
    pub fn all(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        self.0.words.iter().map(String::as_str)
    }

    /// True if a text is one of them.
    pub fn has(&self, text: &str) -> bool {
        self.all().any(|word| word == text)
    }

    /// True if a text holds one of them.
    pub fn any_in(&self, text: &str) -> bool {
        let words = &self.0.words;
        // Only the first match of all is looked for in many places at a time.
        let finder = self.0.finder.get_or_init(|| {
            let builder = AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostFirst)
                .build(words);
            builder.ok()
        });
        match finder {
            Some(finder) => finder.is_match(text),
            None => self.first_in(text).is_some(),
        }
    }

    /// The first of them that a text holds.
    pub fn first_in(&self, text: &str) -> Option<&str> {
        self.all().find(|word| text.contains(word))
    }

    /// True if a text starts with one of them.
    pub fn any_starts(&self, text: &str) -> bool {
        self.all().any(|word| text.starts_with(word))
    }

    /// True if a text ends with one of them.
    pub fn any_ends(&self, text: &str) -> bool {
        self.all().any(|word| text.ends_with(word))
    }

    /// Rest of a text without them, each taken out in its turn.
    pub fn taken_from(&self, text: String) -> String {
        self.all().fold(text, |text, word| text.replace(word, ""))
    }

    /// Adds words.
    pub fn extend(&mut self, words: impl IntoIterator<Item = String>) {
        let own = self.0.words.iter().cloned();
        *self = Self::new(own.chain(words).collect());
    }
}

/// Words of several meanings, each group under the name that findings give it.
#[derive(Debug, Clone, Default)]
pub struct Groups(Arc<[(String, Words)]>);

impl Groups {
    /// The groups with their names, in the order of the file.
    pub fn all(&self) -> impl ExactSizeIterator<Item = (&str, &Words)> + Clone {
        self.0.iter().map(|(name, words)| (name.as_str(), words))
    }

    /// Names of the groups whose words are not there.
    pub fn missing(&self, is_there: impl Fn(&Words) -> bool) -> Vec<&str> {
        let missing = self.all().filter(|(_, words)| !is_there(words));
        missing.map(|(name, _)| name).collect()
    }

    /// Every group's name with its words, to add some.
    pub fn each(&mut self) -> impl Iterator<Item = (&str, &mut Words)> {
        let groups = Arc::make_mut(&mut self.0).iter_mut();
        groups.map(|(name, words)| (name.as_str(), words))
    }
}

/// A law or document that can be a basis no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepealedBasis {
    /// Its name, without 中华人民共和国, or its number.
    pub name: String,
    /// The first day on which it is out of force.
    pub since: Date,
    /// The text in force today.
    pub now: String,
}

/// Laws and documents that can be a basis no more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RepealedBases(Arc<[RepealedBasis]>);

impl RepealedBases {
    /// The bases, in the order of the file.
    pub fn all(&self) -> impl ExactSizeIterator<Item = &RepealedBasis> + Clone {
        self.0.iter()
    }

    /// Adds bases.
    pub fn extend(&mut self, bases: impl IntoIterator<Item = RepealedBasis>) {
        self.0 = self.0.iter().cloned().chain(bases).collect();
    }
}

/// A list of the vocabulary, to add to.
#[derive(Debug)]
pub enum WordList<'v> {
    /// Words of one meaning.
    Words(&'v mut Words),
    /// Words in groups.
    Groups(&'v mut Groups),
    /// Bases out of force.
    Bases(&'v mut RepealedBases),
}

/// A type of list: how it is read, and how it is handed out.
trait Listed {
    fn read(entry: &Node) -> Self;
    fn list(&mut self) -> WordList<'_>;
}

impl Listed for Words {
    fn read(entry: &Node) -> Self {
        words(entry.get("words"))
    }

    fn list(&mut self) -> WordList<'_> {
        WordList::Words(self)
    }
}

impl Listed for Groups {
    fn read(entry: &Node) -> Self {
        let groups = entry.get("groups").into_iter().flat_map(Node::entries);
        Self(
            groups
                .map(|group| (group.key.clone(), words(Some(&group.node))))
                .collect(),
        )
    }

    fn list(&mut self) -> WordList<'_> {
        WordList::Groups(self)
    }
}

impl Listed for RepealedBases {
    fn read(entry: &Node) -> Self {
        let bases = entry.get("bases").into_iter().flat_map(Node::items);
        let basis = |node: &Node| {
            let text = |name: &str| node.get(name).and_then(Node::text);
            Some(RepealedBasis {
                name: text("name")?.to_owned(),
                since: text("since")?.parse().ok()?,
                now: text("now")?.to_owned(),
            })
        };
        Self(bases.filter_map(basis).collect())
    }

    fn list(&mut self) -> WordList<'_> {
        WordList::Bases(self)
    }
}

fn words(node: Option<&Node>) -> Words {
    let items = node.into_iter().flat_map(Node::items);
    Words::new(items.filter_map(Node::text).map(str::to_owned).collect())
}

macro_rules! vocabulary {
    ($($(#[$doc:meta])* $name:ident: $type:ty,)*) => {
        /// The lists by their English names.
        #[derive(Debug, Clone)]
        pub struct Vocabulary {
            $($(#[$doc])* pub $name: $type,)*
        }

        impl Vocabulary {
            fn read(lists: &Node) -> Self {
                Self {
                    $($name: Listed::read(entry(lists, stringify!($name))),)*
                }
            }

            /// Every list with its English name.
            pub fn each(&mut self) -> impl Iterator<Item = (&'static str, WordList<'_>)> {
                [$((stringify!($name), self.$name.list())),*].into_iter()
            }
        }
    };
}

vocabulary! {
    /// Ways to apply, by the words for them.
    application_channels: Groups,
    /// Days on which an application counts as received, by the words that tell them.
    receipt_dates: Groups,
    /// Kinds of reply, by the words for them.
    reply_kinds: Groups,
    /// Fields of a form that an applicant need not fill in.
    excessive_fields: Words,
    /// Words by which a form tells that a field need not be filled in.
    field_denials: Words,
    /// Words before a period that is none of an application, or a promise.
    other_periods: Words,
    /// Words for the help that applicants get.
    assistance: Words,
    /// Names of places where information can be read.
    reading_places: Words,
    /// Topics of townships, by the words for them.
    rural_topics: Groups,
    /// Internal documents, by the end of their titles.
    internal_kinds: Words,
    /// Names of drafts.
    draft_kinds: Words,
    /// Words in titles that ask the public, or tell what it thought.
    consultation_titles: Words,
    /// Conclusions of a review against publication.
    refusals: Words,
    /// Conclusions of a review for publication.
    consents: Words,
    /// Words after a secrecy mark that is spoken of and not borne.
    secrecy_mark_names: Words,
    /// Words that tell of an old rule as such, or deny it.
    history: Words,
    /// Words that make 政府信息, 信息公开 the name of a board or a website.
    board_names: Words,
    /// Words for publication at once.
    prompt_limits: Words,
    /// Words for publication again and again.
    regular_limits: Words,
    /// Words for publication that lasts.
    lasting_limits: Words,
    /// Words for the forming of information, from which a period counts.
    formation: Words,
    /// Headers of columns of names, whole.
    name_headers: Words,
    /// Words in headers of columns of identity numbers.
    identity_headers: Words,
    /// Words in headers of columns of addresses.
    address_headers: Words,
    /// Words in headers of columns on health.
    health_headers: Words,
    /// Words in headers of columns of bank accounts.
    account_headers: Words,
    /// Words in headers of columns of amounts.
    amount_headers: Words,
    /// Names of authors that programs, systems and makers of computers set, in lower case.
    preset_authors: Words,
    /// Labels on the page of a document, by any of the names in use.
    article_labels: Groups,
    /// Words that say nothing of what stands in a column.
    description_fillers: Words,
    /// Words of a notice that a link leaves the website.
    leaving_notices: Words,
    /// Names of entries to a mode for the old or the disabled.
    accessibility_entries: Words,
    /// Alternative texts that say nothing of a picture.
    empty_alternatives: Words,
    /// Elements of a service guide, by the words in their headings.
    service_guide_elements: Groups,
    /// Words of titles in a folder of service guides that are none.
    no_service_guides: Words,
    /// Aspects of the first part of an annual report, by the words for them.
    overview_aspects: Groups,
    /// Aspects that governments speak of besides.
    government_aspects: Groups,
    /// Words for problems.
    problems: Words,
    /// Words for their mending.
    mending: Words,
    /// Words for applications carried over from the year before.
    carried_in: Words,
    /// Words for applications carried over to the next year.
    carried_out: Words,
    /// Words for the new applications of a year.
    newly_received: Words,
    /// Words for applications received, new or all there were.
    received: Words,
    /// Words between a matter and its number that change neither.
    count_fillers: Words,
    /// Words before a matter with which its number is of a part, or of something else.
    partial_counts: Words,
    /// Words that say there was none.
    none_occurred: Words,
    /// Channels of the common form of catalogues.
    channels: Words,
    /// Names that a channel goes by when only a part of it is meant.
    partial_channels: Words,
    /// Laws and documents that can be the basis of a catalogue no more.
    repealed_bases: RepealedBases,
    /// Elements of an interpretation, by the words in their headings.
    interpretation_elements: Groups,
    /// Words of titles that only speak of a document on trial.
    about_trials: Words,
    /// Parts of a work report, by the words in their headings.
    work_report_parts: Groups,
    /// Materials that go with a work report, by the words in their names.
    work_report_materials: Groups,
    /// Endings of the full name of a body.
    issuer_endings: Words,
    /// Words of an abstract that say nothing of the content.
    abstract_fillers: Words,
    /// Words before a misspelling that is spoken of.
    before_mentions: Words,
    /// Words after a misspelling that is spoken of.
    after_mentions: Words,
    /// Words before a name that say it is out of use.
    before_abolished: Words,
    /// Words after a name that say it is out of use.
    after_abolished: Words,
    /// Words of a text that says nothing but that it is not there yet.
    placeholders: Words,
    /// Names of laws and regulations of the state that are often cited.
    law_names: Words,
}

impl Vocabulary {
    /// The vocabulary as it is compiled in.
    ///
    /// # Panics
    ///
    /// Panics if the compiled-in YAML is broken, which the tests rule out.
    pub fn builtin() -> Self {
        static BUILTIN: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::read(&file()));
        BUILTIN.clone()
    }
}

/// A list as a setting of a site.
#[derive(Debug)]
pub struct VocabularyEntry {
    /// Chinese name, as `标准.词表` of a site writes it.
    pub key: String,
    /// English name, as rules ask for it.
    pub alias: String,
    /// The clause it rests on.
    pub clause: Option<String>,
    /// Shape of what a site adds.
    pub shape: ListShape,
}

/// Shape of a list.
#[derive(Debug, PartialEq, Eq)]
pub enum ListShape {
    /// Words.
    Words,
    /// Words below the names of groups.
    Groups(Vec<String>),
    /// Names with a day and with what is in force.
    Bases,
}

/// Every list of the file, in its order.
pub fn vocabulary_entries() -> Vec<VocabularyEntry> {
    let file = file();
    let entries = file.entries().iter();
    entries
        .map(|entry| {
            let text = |name: &str| entry.node.get(name).and_then(Node::text);
            let groups = entry.node.get("groups").map(Node::entries);
            let shape = match groups {
                Some(groups) => {
                    ListShape::Groups(groups.iter().map(|group| group.key.clone()).collect())
                }
                None if entry.node.get("bases").is_some() => ListShape::Bases,
                None => ListShape::Words,
            };
            VocabularyEntry {
                key: entry.key.clone(),
                alias: text("alias").unwrap_or_default().to_owned(),
                clause: text("clause").map(str::to_owned),
                shape,
            }
        })
        .collect()
}

fn file() -> Node {
    match yaml::parse(include_str!("vocabulary.yaml"), 0) {
        (Some(node), faults) if faults.is_empty() => node,
        (_, faults) => panic!("broken vocabulary: {faults:?}"),
    }
}

fn entry<'n>(lists: &'n Node, alias: &str) -> &'n Node {
    let is_it = |node: &&Node| node.get("alias").and_then(Node::text) == Some(alias);
    let mut nodes = lists.entries().iter().map(|entry| &entry.node);
    let found = nodes.find(is_it);
    found.unwrap_or_else(|| panic!("standard: no list `{alias}`"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Every list has a field of its shape, every field a list, and nothing is empty or said twice.
    #[test]
    fn lists_are_those_of_the_file() {
        let mut vocabulary = Vocabulary::builtin();
        let entries = vocabulary_entries();
        let mut shapes: BTreeMap<&str, &ListShape> = entries
            .iter()
            .map(|entry| (entry.alias.as_str(), &entry.shape))
            .collect();
        assert_eq!(shapes.len(), entries.len(), "an alias stands twice");
        let check = |alias: &str, words: &Words| {
            let mut all: Vec<&str> = words.all().collect();
            assert!(!all.is_empty(), "{alias} is empty");
            assert!(all.iter().all(|word| !word.trim().is_empty()), "{alias}");
            all.sort_unstable();
            let number = all.len();
            all.dedup();
            assert_eq!(all.len(), number, "{alias}: a word stands twice");
        };
        for (alias, list) in vocabulary.each() {
            let shape = match list {
                WordList::Words(words) => {
                    check(alias, words);
                    ListShape::Words
                }
                WordList::Groups(groups) => {
                    groups.all().for_each(|(_, words)| check(alias, words));
                    let names: Vec<String> =
                        groups.all().map(|(name, _)| name.to_owned()).collect();
                    assert!(!names.is_empty(), "{alias} is empty");
                    ListShape::Groups(names)
                }
                WordList::Bases(bases) => {
                    assert!(bases.all().len() > 0, "{alias} is empty");
                    ListShape::Bases
                }
            };
            assert_eq!(shapes.remove(alias), Some(&shape), "{alias}");
        }
        assert!(shapes.is_empty(), "no field for {shapes:?}");
    }

    /// A basis without a day, or a list with a key that nobody reads, would be lost in silence.
    #[test]
    fn all_of_the_file_is_read() {
        for entry in file().entries() {
            for part in entry.node.entries() {
                let known = ["alias", "clause", "words", "groups", "bases"];
                assert!(
                    known.contains(&part.key.as_str()),
                    "{}: {part:?}",
                    entry.key
                );
            }
            let bases = entry
                .node
                .get("bases")
                .map_or(0, |bases| bases.items().len());
            let read = RepealedBases::read(&entry.node);
            assert_eq!(read.all().len(), bases, "{}", entry.key);
        }
    }
}
