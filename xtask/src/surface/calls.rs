//! The phone's methods as calls of the surface: by workflow, in the order in which they stand in the core.

use std::collections::BTreeMap;

use syn::{FnArg, GenericArgument, Pat, PathArguments, ReturnType, Type};

use super::shapes::Shapes;
use super::sources::Sources;
use super::table::{FOR_CALLS_BY_HAND, METHODS_BY_HAND, WORKFLOWS};

/// One call.
pub struct Call {
    /// Its workflow.
    pub workflow: &'static str,
    /// Its name.
    pub name: String,
    /// Comments, a line each.
    pub docs: Vec<String>,
    /// Name, type on the surface, and how it is handed on.
    pub arguments: Vec<(String, String, String)>,
    /// What it answers.
    pub answers: String,
}

/// All calls; their types are taken in.
pub fn find<'a>(sources: &'a Sources, shapes: &mut Shapes<'a>) -> Vec<Call> {
    let mut calls = Vec::new();
    FOR_CALLS_BY_HAND.iter().for_each(|path| shapes.take_in(path));
    for (workflow, _, files) in WORKFLOWS {
        for (number, file) in sources.files.iter().enumerate() {
            let here = file.module.len() == 2 && files.contains(&file.module[1].as_str());
            for method in file.methods.iter().filter(|_| here) {
                let name = method.sig.ident.to_string();
                if !METHODS_BY_HAND.contains(&name.as_str()) {
                    calls.extend(call(number, method, shapes, workflow));
                }
            }
        }
    }
    for file in sources.files.iter().filter(|file| !file.methods.is_empty()) {
        let known = WORKFLOWS.iter().any(|(_, _, files)| files.contains(&file.module[1].as_str()));
        for method in file.methods.iter().filter(|_| !known) {
            let name = method.sig.ident.to_string();
            if !METHODS_BY_HAND.contains(&name.as_str()) {
                shapes.problems.push(format!(
                    "{}::{name} has no workflow in xtask/src/surface/table.rs",
                    file.module.join("::")
                ));
            }
        }
    }
    calls
}

fn call(
    file: usize,
    method: &syn::ImplItemFn,
    shapes: &mut Shapes<'_>,
    workflow: &'static str,
) -> Option<Call> {
    let name = method.sig.ident.to_string();
    let none = BTreeMap::new();
    let mut arguments = Vec::new();
    for input in &method.sig.inputs {
        let FnArg::Typed(input) = input else { continue };
        let Pat::Ident(told) = &*input.pat else { continue };
        let told = told.ident.to_string();
        let (ty, handed) = match &*input.ty {
            Type::Reference(reference) => match &*reference.elem {
                Type::Path(path) if path.path.is_ident("str") => ("String".to_owned(), format!("&{told}")),
                Type::Slice(slice) => {
                    (format!("Vec<{}>", shapes.name(file, &slice.elem, &none)), format!("&{told}"))
                }
                other => (shapes.name(file, other, &none), format!("&{told}")),
            },
            ty if is_optional_text(ty) => ("Option<String>".to_owned(), format!("{told}.as_deref()")),
            ty => (shapes.name(file, ty, &none), told.clone()),
        };
        arguments.push((told, ty, handed));
    }
    let Some(answers) = answer(&method.sig.output) else {
        shapes.problems.push(format!("{name} answers nothing that can be refused: write it by hand"));
        return None;
    };
    let answers = shapes.name(file, answers, &none);
    Some(Call { workflow, name, docs: docs(&method.attrs), arguments, answers })
}

fn is_optional_text(ty: &Type) -> bool {
    let Some(Type::Reference(inner)) = first_argument(ty, "Option") else { return false };
    matches!(&*inner.elem, Type::Path(path) if path.path.is_ident("str"))
}

fn answer(output: &ReturnType) -> Option<&Type> {
    match output {
        ReturnType::Type(_, ty) => first_argument(ty, "Told"),
        ReturnType::Default => None,
    }
}

fn first_argument<'a>(ty: &'a Type, outer: &str) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == outer)?;
    let PathArguments::AngleBracketed(given) = &last.arguments else { return None };
    match given.args.first()? {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}

/// The comments of an item, with links as plain code: other languages have none of Rust's.
pub fn docs(attributes: &[syn::Attribute]) -> Vec<String> {
    let lines = attributes.iter().filter_map(|one| match &one.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    lines.map(|line| plain(line.trim())).collect()
}

/// [`Beatbook::enrol`] as `enrol`.
fn plain(line: &str) -> String {
    let mut said = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("[`") {
        let Some(end) = rest[at..].find("`]") else { break };
        let name = &rest[at + 2..at + end];
        said.push_str(&rest[..at]);
        said.push_str(&format!("`{}`", name.rsplit("::").next().unwrap_or(name)));
        rest = &rest[at + end + 2..];
        if rest.starts_with('(') {
            rest = rest.find(')').map_or(rest, |close| &rest[close + 1..]);
        }
    }
    said.push_str(rest);
    said
}
