//! No circle between files: every file can be read after those that it takes from.
//!
//! An arrow leads from a file to the one that **defines** what it names, through re-exports. What is
//! for tests only draws none; nor does what a file takes from the `mod.rs` of a folder it lies in,
//! which is the one file that is read before and after those of its folder.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Item, UseTree};

/// A crate as modules by path: `["standard", "record"]`; the root is `[]`.
#[derive(Default)]
struct House {
    modules: BTreeMap<Vec<String>, Module>,
}

/// A module: its file, what it defines, what it brings in by `use`, and every path that it writes.
#[derive(Default)]
struct Module {
    file: PathBuf,
    defined: BTreeSet<String>,
    used: Vec<(String, Vec<String>)>,
    globs: Vec<Vec<String>>,
    paths: BTreeSet<Vec<String>>,
}

/// For each file those that it takes from, with one of the names taken.
type Arrows<'a> = BTreeMap<&'a Path, BTreeMap<&'a Path, String>>;

impl House {
    fn read(root: &Path) -> Self {
        let mut house = Self::default();
        house.read_file(root, root.parent().unwrap(), Vec::new());
        house
    }

    /// Reads a file and the files of the modules that it declares, which lie in `folder`.
    fn read_file(&mut self, file: &Path, folder: &Path, module: Vec<String>) {
        let text = fs::read_to_string(file).unwrap();
        let items = syn::parse_file(&text).unwrap().items;
        self.read_items(file, folder, module, items);
    }

    fn read_items(&mut self, file: &Path, folder: &Path, module: Vec<String>, items: Vec<Item>) {
        let mut own = Module {
            file: file.to_owned(),
            ..Module::default()
        };
        for item in items {
            if is_for_tests(&item) {
                continue;
            }
            match item {
                Item::Mod(item) => {
                    let name = item.ident.to_string();
                    let inner = folder.join(&name);
                    let path = [&module[..], std::slice::from_ref(&name)].concat();
                    match item.content {
                        Some((_, items)) => self.read_items(file, &inner, path, items),
                        None if inner.join("mod.rs").exists() => {
                            self.read_file(&inner.join("mod.rs"), &inner, path);
                        }
                        None => self.read_file(&folder.join(format!("{name}.rs")), &inner, path),
                    }
                    // A declaration is no arrow: a folder's `mod.rs` names all that lies in it.
                }
                Item::Use(item) => own.bring_in(&item.tree, &mut Vec::new()),
                other => {
                    own.defined.extend(name_of(&other));
                    own.note_paths(other.into_token_stream());
                }
            }
        }
        self.modules.insert(module, own);
    }

    /// The file that defines what `path` means where `module` says it.
    fn file_of(&self, module: &[String], path: &[String], depth: usize) -> Option<&Path> {
        if depth > 16 {
            return None;
        }
        let (mut at, mut rest) = match path.first()?.as_str() {
            "crate" | "gongkai" => (Vec::new(), &path[1..]),
            "self" => (module.to_vec(), &path[1..]),
            "super" => (module[..module.len().checked_sub(1)?].to_vec(), &path[1..]),
            _ => return self.in_module(module, path, depth),
        };
        while let Some("super") = rest.first().map(String::as_str) {
            at.pop()?;
            rest = &rest[1..];
        }
        self.in_module(&at, rest, depth)
    }

    /// Likewise for a path that begins with a name of `module`.
    fn in_module(&self, module: &[String], path: &[String], depth: usize) -> Option<&Path> {
        let here = self.modules.get(module)?;
        let Some(first) = path.first() else {
            return Some(&here.file);
        };
        let child = [module, std::slice::from_ref(first)].concat();
        if self.modules.contains_key(&child) {
            return self.in_module(&child, &path[1..], depth);
        }
        if here.defined.contains(first) {
            return Some(&here.file);
        }
        if let Some((_, target)) = here.used.iter().find(|(name, _)| name == first) {
            let whole = [target, &path[1..]].concat();
            return self.file_of(module, &whole, depth + 1);
        }
        here.globs.iter().find_map(|glob| {
            let whole = [glob, path].concat();
            self.file_of(module, &whole, depth + 1)
        })
    }

    fn arrows(&self) -> Arrows<'_> {
        let mut arrows = Arrows::new();
        for (path, module) in &self.modules {
            let brought = module.used.iter().map(|(_, target)| target);
            for named in brought.chain(&module.paths) {
                // Naming a module takes nothing from it.
                let is_module = self.modules.contains_key(&absolute(path, named));
                let Some(file) = self.file_of(path, named, 0).filter(|_| !is_module) else {
                    continue;
                };
                let is_own_folder =
                    file.ends_with("mod.rs") && module.file.starts_with(file.parent().unwrap());
                if file != module.file && !is_own_folder {
                    let names = arrows.entry(&module.file).or_default();
                    names.entry(file).or_insert_with(|| named.join("::"));
                }
            }
        }
        arrows
    }
}

impl Module {
    fn bring_in(&mut self, tree: &UseTree, prefix: &mut Vec<String>) {
        match tree {
            UseTree::Path(tree) => {
                prefix.push(tree.ident.to_string());
                self.bring_in(&tree.tree, prefix);
                prefix.pop();
            }
            UseTree::Name(tree) if tree.ident == "self" => {
                self.used
                    .push((prefix.last().unwrap().clone(), prefix.clone()));
            }
            UseTree::Name(tree) => self.bind(tree.ident.to_string(), prefix, &tree.ident),
            UseTree::Rename(tree) => self.bind(tree.rename.to_string(), prefix, &tree.ident),
            UseTree::Glob(_) => self.globs.push(prefix.clone()),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.bring_in(tree, prefix);
                }
            }
        }
    }

    fn bind(&mut self, name: String, prefix: &[String], ident: &syn::Ident) {
        self.used
            .push((name, [prefix, &[ident.to_string()]].concat()));
    }

    /// Notes `a::b::c` and single words, in macros too: most of them mean nothing here.
    fn note_paths(&mut self, tokens: TokenStream) {
        let (mut path, mut colons) = (Vec::new(), 0);
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.paths.extend([std::mem::take(&mut path)]);
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                other => {
                    self.paths.extend([std::mem::take(&mut path)]);
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.note_paths(group.stream());
                    }
                }
            }
        }
        self.paths.insert(path);
        // `pub(super)` names a module, nothing in it.
        self.paths
            .retain(|path| path.len() > 1 || !path.iter().all(|name| name == "super"));
    }
}

/// A path from the root of the crate, if nothing in it is handed on from elsewhere.
fn absolute(module: &[String], path: &[String]) -> Vec<String> {
    match path[0].as_str() {
        "crate" | "gongkai" => path[1..].to_vec(),
        "self" => [module, &path[1..]].concat(),
        "super" if !module.is_empty() => {
            let above = &module[..module.len() - 1];
            absolute(above, &[&["self".to_owned()], &path[1..]].concat())
        }
        _ => [module, path].concat(),
    }
}

fn name_of(item: &Item) -> Option<String> {
    Some(match item {
        Item::Const(item) => item.ident.to_string(),
        Item::Enum(item) => item.ident.to_string(),
        Item::Fn(item) => item.sig.ident.to_string(),
        Item::Macro(item) => item.ident.as_ref()?.to_string(),
        Item::Static(item) => item.ident.to_string(),
        Item::Struct(item) => item.ident.to_string(),
        Item::Trait(item) => item.ident.to_string(),
        Item::Type(item) => item.ident.to_string(),
        _ => return None,
    })
}

fn is_for_tests(item: &Item) -> bool {
    let attributes: &[Attribute] = match item {
        Item::Mod(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Const(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        _ => return false,
    };
    attributes.iter().any(|attribute| {
        let said = attribute.to_token_stream().to_string();
        said.contains("cfg") && said.contains("test")
    })
}

/// The files of each circle: those that lead to each other.
fn circles<'a>(arrows: &Arrows<'a>) -> BTreeSet<BTreeSet<&'a Path>> {
    let reach = |from: &'a Path| {
        let (mut reached, mut todo) = (BTreeSet::new(), vec![from]);
        while let Some(file) = todo.pop() {
            for next in arrows.get(file).into_iter().flat_map(BTreeMap::keys) {
                if reached.insert(*next) {
                    todo.push(next);
                }
            }
        }
        reached
    };
    let reached: BTreeMap<&Path, BTreeSet<&Path>> =
        arrows.keys().map(|file| (*file, reach(file))).collect();
    reached
        .iter()
        .filter(|(file, reached)| reached.contains(*file))
        .map(|(file, all)| {
            all.iter()
                .copied()
                .filter(|other| reached.get(other).is_some_and(|back| back.contains(file)))
                .collect()
        })
        .collect()
}

#[test]
fn no_circle_between_files() {
    for root in ["src/lib.rs", "benches/corpus.rs"] {
        let house = House::read(Path::new(root));
        let arrows = house.arrows();
        assert!(arrows.values().any(|to| to.len() > 2), "{root}: no arrows");
        let mut told = String::new();
        for circle in circles(&arrows) {
            told += "\n";
            for (file, other, name) in within(&arrows, &circle) {
                told += &format!("{} -> {}: {name}\n", file.display(), other.display());
            }
        }
        assert!(told.is_empty(), "files import each other:\n{told}");
    }
}

/// The arrows between the files of a circle.
fn within<'a>(
    arrows: &'a Arrows<'a>,
    circle: &'a BTreeSet<&Path>,
) -> impl Iterator<Item = (&'a Path, &'a Path, &'a str)> {
    circle.iter().flat_map(move |file| {
        let to = arrows[file]
            .iter()
            .filter(|(other, _)| circle.contains(*other));
        to.map(move |(other, name)| (*file, *other, name.as_str()))
    })
}

#[test]
fn a_circle_is_seen_through_what_is_handed_on() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put("lib.rs", "pub mod a;\npub mod b;\n");
    put(
        "a/mod.rs",
        "mod inner;\npub use inner::Given;\npub struct Own;\n",
    );
    put(
        "a/inner.rs",
        "use crate::b::Taken;\nuse super::Own;\npub struct Given;\n",
    );
    put(
        "b.rs",
        "pub struct Taken;\nmacro_rules! m { () => {} }\nm!(crate::a::Given);\n",
    );
    let root = folder.path().join("lib.rs");
    let house = House::read(&root);
    let arrows = house.arrows();
    let found: Vec<Vec<&str>> = circles(&arrows)
        .iter()
        .map(|circle| {
            circle
                .iter()
                .map(|file| file.file_name().unwrap().to_str().unwrap())
                .collect()
        })
        .collect();
    assert_eq!(found, [["inner.rs", "b.rs"]]);
    put(
        "b.rs",
        "pub struct Taken;\n#[cfg(test)]\nmod tests { use crate::a::Given; }\n",
    );
    assert!(circles(&House::read(&root).arrows()).is_empty());
}
