//! What crosses the boundary: from the phone's methods to every type they take or answer, each once and under one name.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{GenericArgument, Item, PathArguments, Type};

use super::sources::{Defined, ModulePath, Sources, is_open};
use super::table::{BY_HAND, NAMES, PAIRS};

/// What a type is to the other side.
pub enum Shape<'a> {
    /// A record or an enum of the core, told again word for word.
    Told {
        /// Where it is defined.
        defined: &'a Defined,
        /// What its parameters stand for.
        parameters: BTreeMap<String, String>,
    },
    /// Why something was refused.
    Refusal {
        /// Where it is defined.
        defined: &'a Defined,
    },
    /// A standard collection that the other side has under another name: alias, what it crosses as, how there, how back.
    Alias {
        /// The core's type.
        core: String,
        /// What it crosses as.
        crosses: String,
        /// From what crossed, called `it`.
        lift: String,
        /// To what crosses, from `it`.
        lower: String,
        /// A record to cross as, field by field.
        record: Vec<(String, String)>,
    },
}

/// Everything that crosses.
pub struct Shapes<'a> {
    sources: &'a Sources,
    /// Each by the name it has on the other side.
    pub all: BTreeMap<String, Shape<'a>>,
    /// What cannot cross, each with where.
    pub problems: Vec<String>,
    names: BTreeMap<String, ModulePath>,
}

impl<'a> Shapes<'a> {
    /// Nothing yet.
    pub fn of(sources: &'a Sources) -> Self {
        Self { sources, all: BTreeMap::new(), problems: Vec::new(), names: BTreeMap::new() }
    }

    /// A type as the surface writes it, once everything was taken in.
    pub fn known(&self, file: usize, ty: &Type, parameters: &BTreeMap<String, String>) -> String {
        Self { names: self.names.clone(), ..Self::of(self.sources) }.name(file, ty, parameters)
    }

    /// A type as the surface writes it; all it mentions is taken in.
    pub fn name(&mut self, file: usize, ty: &Type, parameters: &BTreeMap<String, String>) -> String {
        match ty {
            Type::Path(path) if path.qself.is_none() => self.path(file, &path.path, parameters),
            Type::Tuple(tuple) if tuple.elems.is_empty() => "()".to_owned(),
            Type::Tuple(tuple) => {
                let parts: Vec<String> =
                    tuple.elems.iter().map(|one| self.name(file, one, parameters)).collect();
                self.tuple(&parts)
            }
            Type::Array(array) => {
                let of = self.name(file, &array.elem, parameters);
                let length = array.len.to_token_stream().to_string();
                let alias = format!("{}Of{length}", words(&of));
                self.alias(
                    &alias,
                    Shape::Alias {
                        core: format!("[{of}; {length}]"),
                        crosses: format!("Vec<{of}>"),
                        lift: format!(
                            "it.try_into().map_err(|_| wrong(\"list\", \"exactly {length} are needed\"))"
                        ),
                        lower: "it.into_iter().collect()".to_owned(),
                        record: Vec::new(),
                    },
                )
            }
            Type::Reference(one) if matches!(&*one.elem, Type::Path(path) if path.path.is_ident("str")) => {
                "Words".to_owned()
            }
            other => self.problem(&format!("no way across for `{}`", other.to_token_stream())),
        }
    }

    fn path(&mut self, file: usize, path: &syn::Path, parameters: &BTreeMap<String, String>) -> String {
        let Some(last) = path.segments.last() else { return self.problem("an empty path") };
        let ident = last.ident.to_string();
        if let (1, Some(stands_for)) = (path.segments.len(), parameters.get(&ident)) {
            return stands_for.clone();
        }
        let given: Vec<&Type> = match &last.arguments {
            PathArguments::AngleBracketed(given) => given
                .args
                .iter()
                .filter_map(|one| match one {
                    GenericArgument::Type(ty) => Some(ty),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        let given: Vec<String> = given.into_iter().map(|one| self.name(file, one, parameters)).collect();
        match (ident.as_str(), given.as_slice()) {
            (
                "bool" | "u8" | "u16" | "u32" | "u64" | "i8" | "i16" | "i32" | "i64" | "f32" | "f64"
                | "String",
                [],
            ) => ident,
            ("Option" | "Vec" | "Box", [of]) => format!("{ident}<{of}>"),
            ("usize", []) => "Size".to_owned(),
            ("char", []) => "Letter".to_owned(),
            ("BTreeMap", [key, of]) => {
                let alias = format!("{}By{}", words(of), words(key));
                self.alias(
                    &alias,
                    Shape::Alias {
                        core: format!("BTreeMap<{key}, {of}>"),
                        crosses: format!("HashMap<{key}, {of}>"),
                        lift: "Ok(it.into_iter().collect())".to_owned(),
                        lower: "it.into_iter().collect()".to_owned(),
                        record: Vec::new(),
                    },
                )
            }
            ("BTreeSet", [of]) => {
                let alias = format!("SetOf{}", words(of));
                self.alias(
                    &alias,
                    Shape::Alias {
                        core: format!("BTreeSet<{of}>"),
                        crosses: format!("Vec<{of}>"),
                        lift: "Ok(it.into_iter().collect())".to_owned(),
                        lower: "it.into_iter().collect()".to_owned(),
                        record: Vec::new(),
                    },
                )
            }
            _ if BY_HAND.contains(&ident.as_str()) => ident,
            _ if is_refusal(&ident) => self.refusal(file, path),
            _ => self.told(file, path, &given),
        }
    }

    /// A type by its path.
    pub fn take_in(&mut self, path: &str) {
        let path: ModulePath = path.split("::").map(str::to_owned).collect();
        match self.sources.types.get(&path) {
            Some(defined) => drop(self.defined(defined, &[])),
            None => drop(self.problem(&format!("there is no `{}`", path.join("::")))),
        }
    }

    fn told(&mut self, file: usize, path: &syn::Path, given: &[String]) -> String {
        let said = path.to_token_stream().to_string().replace(' ', "");
        match self.sources.find(file, path) {
            Some(defined) => self.defined(defined, given),
            None => self.problem(&format!(
                "`{said}` is no type of the core ({})",
                self.sources.files[file].module.join("::")
            )),
        }
    }

    fn defined(&mut self, defined: &'a Defined, given: &[String]) -> String {
        let at = defined.path.join("::");
        let generics = match &defined.item {
            Item::Type(alias) => return self.name(defined.file, &alias.ty, &BTreeMap::new()),
            Item::Struct(one) if is_open(one) => &one.generics,
            Item::Enum(one) => &one.generics,
            _ => return self.problem(&format!("`{at}` hides its fields")),
        };
        let parameters: BTreeMap<String, String> =
            generics.type_params().map(|one| one.ident.to_string()).zip(given.iter().cloned()).collect();
        let own = defined.path.last().cloned().unwrap_or_default();
        let own = NAMES.iter().find(|(from, _)| at.ends_with(from)).map_or(own, |(_, to)| (*to).to_owned());
        // A pair is called by what it is there, without the ending of its alias.
        let given = given.iter().map(|one| words(one.strip_suffix("Pair").unwrap_or(one)));
        let name = format!("{own}{}", given.collect::<String>());
        match self.names.get(&name) {
            Some(path) if *path == defined.path => return name,
            Some(other) => {
                let other = other.join("::");
                return self.problem(&format!("two types are `{name}`: {other} and {at}"));
            }
            None => {}
        }
        self.names.insert(name.clone(), defined.path.clone());
        for field in fields_of(&defined.item) {
            let before = self.problems.len();
            self.name(defined.file, &field.ty, &parameters);
            for problem in &mut self.problems[before..] {
                if !problem.contains(" in ") {
                    problem.push_str(&format!(" in {at}"));
                }
            }
        }
        self.all.insert(name.clone(), Shape::Told { defined, parameters });
        name
    }

    /// Why something was refused crosses as code and remedy, like every error.
    fn refusal(&mut self, file: usize, path: &syn::Path) -> String {
        let Some(defined) = self.sources.find(file, path) else {
            return self.problem("a refusal that is nowhere");
        };
        let name = defined.path.last().cloned().unwrap_or_default();
        self.all.entry(name.clone()).or_insert(Shape::Refusal { defined });
        name
    }

    fn tuple(&mut self, parts: &[String]) -> String {
        let core = format!("({})", parts.join(", "));
        let Some((_, record, fields)) = PAIRS.iter().find(|(types, ..)| *types == parts) else {
            return self.problem(&format!("`{core}` has no name for other languages: give it one in PAIRS"));
        };
        let numbers: Vec<String> =
            fields.iter().enumerate().map(|(at, name)| format!("{name}: it.{at}")).collect();
        let back: Vec<String> = fields.iter().map(|name| format!("it.{name}")).collect();
        let alias = Shape::Alias {
            core,
            crosses: (*record).to_owned(),
            lift: format!("Ok(({}))", back.join(", ")),
            lower: format!("{record} {{ {} }}", numbers.join(", ")),
            record: fields.iter().map(|name| (*name).to_owned()).zip(parts.iter().cloned()).collect(),
        };
        self.alias(&format!("{record}Pair"), alias)
    }

    fn alias(&mut self, name: &str, shape: Shape<'a>) -> String {
        self.all.entry(name.to_owned()).or_insert(shape);
        name.to_owned()
    }

    fn problem(&mut self, what: &str) -> String {
        self.problems.push(what.to_owned());
        "()".to_owned()
    }
}

/// All fields, of whatever variant.
pub fn fields_of(item: &Item) -> Vec<&syn::Field> {
    match item {
        Item::Struct(one) => one.fields.iter().collect(),
        Item::Enum(one) => one.variants.iter().flat_map(|variant| variant.fields.iter()).collect(),
        _ => Vec::new(),
    }
}

/// A type's text as one word: `Option<Id>` is `OptionId`.
pub fn words(text: &str) -> String {
    text.split(|letter: char| !letter.is_alphanumeric())
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect::<String>())
                .unwrap_or_default()
        })
        .collect()
}

/// Whether a type says why something was refused.
fn is_refusal(name: &str) -> bool {
    name.ends_with("Refusal")
}
