//! The sources of the core as they are written: public types and the phone's public methods, with what their names mean where
//! they stand. Comments come along, so that they can be told in other languages word for word.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use syn::{Fields, Item, UseTree};

use crate::failure::Failure;

/// Crates whose types may cross the boundary, with their folders.
const CRATES: [(&str, &str); 4] = [
    ("beatbook_protocol", "core/protocol/src"),
    ("beatbook_domain", "core/domain/src"),
    ("beatbook_paper", "core/paper/src"),
    ("beatbook_device", "core/device/src"),
];

/// A type by the module that defines it: `beatbook_domain::law::age::AgeBand`.
pub type ModulePath = Vec<String>;

/// One file.
pub struct Source {
    /// Crate and modules.
    pub module: ModulePath,
    /// What imported names mean: absolute, though perhaps a re-export.
    uses: BTreeMap<String, ModulePath>,
    /// Public methods of the phone's facade.
    pub methods: Vec<syn::ImplItemFn>,
}

/// A public type.
pub struct Defined {
    /// Where.
    pub path: ModulePath,
    /// The file, by its place in [`Sources::files`].
    pub file: usize,
    /// What.
    pub item: Item,
}

/// All files of the core.
pub struct Sources {
    /// Each file.
    pub files: Vec<Source>,
    /// Each public type, by its path.
    pub types: BTreeMap<ModulePath, Defined>,
    /// Public modules.
    open_modules: BTreeSet<ModulePath>,
}

impl Sources {
    /// Reads them.
    ///
    /// # Errors
    /// A file that cannot be read or is no Rust.
    pub fn read(root: &Path) -> Result<Self, Failure> {
        let mut sources = Self { files: Vec::new(), types: BTreeMap::new(), open_modules: BTreeSet::new() };
        for (name, folder) in CRATES {
            sources.folder(&root.join(folder), vec![name.to_owned()])?;
        }
        Ok(sources)
    }

    fn folder(&mut self, folder: &Path, module: ModulePath) -> Result<(), Failure> {
        let doing = || format!("read {}", folder.display());
        let entries = std::fs::read_dir(folder).map_err(Failure::io(doing()))?;
        let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        for path in paths {
            let Some(name) = path.file_stem().and_then(|name| name.to_str()) else { continue };
            let mut module = module.clone();
            if !["lib", "mod", "main"].contains(&name) {
                module.push(name.to_owned());
            }
            if path.is_dir() {
                self.folder(&path, module)?;
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = std::fs::read_to_string(&path)
                    .map_err(Failure::io(format!("read {}", path.display())))?;
                let file = syn::parse_file(&text)
                    .map_err(|why| Failure::Found(vec![format!("{}: {why}", path.display())]))?;
                self.file(module, file);
            }
        }
        Ok(())
    }

    fn file(&mut self, module: ModulePath, file: syn::File) {
        let number = self.files.len();
        let mut source = Source { module: module.clone(), uses: BTreeMap::new(), methods: Vec::new() };
        for item in file.items {
            match item {
                Item::Use(used) => source.take_use(&used.tree, Vec::new()),
                Item::Impl(found) if is_facade(&found) => {
                    source.methods.extend(found.items.into_iter().filter_map(|item| match item {
                        syn::ImplItem::Fn(method) if matches!(method.vis, syn::Visibility::Public(_)) => {
                            Some(method)
                        }
                        _ => None,
                    }));
                }
                Item::Mod(one) if matches!(one.vis, syn::Visibility::Public(_)) => {
                    self.open_modules.insert(module.iter().cloned().chain([one.ident.to_string()]).collect());
                }
                item => {
                    let Some(name) = public_name(&item) else { continue };
                    let path: ModulePath = module.iter().cloned().chain([name]).collect();
                    self.types.insert(path.clone(), Defined { path, file: number, item });
                }
            }
        }
        self.files.push(source);
    }

    /// The type that a path means in a file; none for one of the language or of another crate.
    pub fn find(&self, file: usize, path: &syn::Path) -> Option<&Defined> {
        let source = &self.files[file];
        let said: ModulePath = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let here: ModulePath = source.module.iter().chain(&said).cloned().collect();
        if let Some(found) = self.types.get(&here) {
            return Some(found);
        }
        let absolute: ModulePath = match source.uses.get(&said[0]) {
            Some(start) => start.iter().chain(&said[1..]).cloned().collect(),
            None => source.absolute(said),
        };
        // `use steps::Step`: a path may begin with a module of the file itself.
        let below: ModulePath = source.module.iter().chain(&absolute).cloned().collect();
        self.types
            .get(&absolute)
            .or_else(|| self.types.get(&below))
            .or_else(|| self.exported_again(&absolute))
    }

    /// The path by which another crate reaches a type: what a private module defines its parent exports.
    pub fn reached(&self, defined: &Defined) -> ModulePath {
        let mut path = defined.path.clone();
        let name = path.pop().unwrap_or_default();
        let hidden = (1..path.len()).find(|depth| !self.open_modules.contains(&path[..=*depth]));
        path.truncate(hidden.unwrap_or(path.len()));
        path.push(name);
        path
    }

    /// A re-export: the same name once below that module or, failing that, in that crate.
    fn exported_again(&self, path: &[String]) -> Option<&Defined> {
        let name = path.last()?;
        (1..path.len()).rev().find_map(|depth| {
            let mut same = self
                .types
                .values()
                .filter(|one| one.path.starts_with(&path[..depth]) && one.path.last() == Some(name));
            let first = same.next()?;
            same.next().is_none().then_some(first)
        })
    }
}

impl Source {
    fn take_use(&mut self, tree: &UseTree, mut before: ModulePath) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.take_use(&path.tree, before);
            }
            UseTree::Name(name) => {
                let name = name.ident.to_string();
                if name == "self" {
                    let last = before.last().cloned().unwrap_or_default();
                    let path = self.absolute(before);
                    self.uses.insert(last, path);
                } else {
                    before.push(name.clone());
                    let path = self.absolute(before);
                    self.uses.insert(name, path);
                }
            }
            UseTree::Rename(rename) => {
                before.push(rename.ident.to_string());
                let path = self.absolute(before);
                self.uses.insert(rename.rename.to_string(), path);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.take_use(tree, before.clone());
                }
            }
            UseTree::Glob(_) => {}
        }
    }

    fn absolute(&self, path: ModulePath) -> ModulePath {
        let mut start = self.module.clone();
        let mut rest = path.as_slice();
        match rest.first().map(String::as_str) {
            Some("crate") => {
                start.truncate(1);
                rest = &rest[1..];
            }
            Some("self") => rest = &rest[1..],
            Some("super") => {
                while rest.first().is_some_and(|word| word == "super") {
                    start.pop();
                    rest = &rest[1..];
                }
            }
            _ => start.clear(),
        }
        start.into_iter().chain(rest.iter().cloned()).collect()
    }
}

fn is_facade(found: &syn::ItemImpl) -> bool {
    found.trait_.is_none()
        && matches!(&*found.self_ty, syn::Type::Path(path) if path.path.is_ident("Beatbook"))
}

fn public_name(item: &Item) -> Option<String> {
    let (vis, ident) = match item {
        Item::Struct(one) => (&one.vis, &one.ident),
        Item::Enum(one) => (&one.vis, &one.ident),
        Item::Type(one) => (&one.vis, &one.ident),
        _ => return None,
    };
    matches!(vis, syn::Visibility::Public(_)).then(|| ident.to_string())
}

/// Whether all its fields are public and named, as a record's are.
pub fn is_open(item: &syn::ItemStruct) -> bool {
    match &item.fields {
        Fields::Named(fields) => {
            fields.named.iter().all(|field| matches!(field.vis, syn::Visibility::Public(_)))
        }
        Fields::Unnamed(_) | Fields::Unit => false,
    }
}
