//! The crate that apps call carries over and decides nothing: no loops, and hardly a branch, in what people wrote there and in what
//! was generated.

use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};
use syn::{Expr, ImplItemFn, ItemFn};

use crate::failure::Failure;

const HOME: &str = "bindings/ffi/src/";

/// Of one function: a value may be there or not, and a word of one side be turned into one of the other's.
const BRANCHES: usize = 2;

/// One line per function that does more than carry over.
///
/// # Errors
/// If a source file cannot be read, or is no Rust.
pub fn check(root: &Path, files: &[String]) -> Result<Vec<String>, Failure> {
    let mut findings = Vec::new();
    for name in files.iter().filter(|name| name.starts_with(HOME) && name.ends_with(".rs")) {
        let text = fs::read_to_string(root.join(name)).map_err(Failure::io(format!("read {name}")))?;
        match thick(&text) {
            Ok(thick) => findings.extend(thick.into_iter().map(|what| format!("{name}: {what}"))),
            Err(why) => findings.push(format!("{name}: is no Rust: {why}")),
        }
    }
    Ok(findings)
}

/// What of a file does more than carry over.
fn thick(text: &str) -> Result<Vec<String>, syn::Error> {
    let mut bodies = Bodies::default();
    bodies.visit_file(&syn::parse_file(text)?);
    let told = |(name, body): (String, Body)| {
        let loops = (body.loops > 0).then_some("loops");
        let branches = (body.branches > BRANCHES).then_some("decides more than twice");
        let what = loops.or(branches)?;
        Some(format!("`{name}` {what}: logic belongs to the crates behind this one"))
    };
    Ok(bodies.found.into_iter().filter_map(told).collect())
}

/// What a function does.
#[derive(Default)]
struct Body {
    loops: usize,
    branches: usize,
}

#[derive(Default)]
struct Bodies {
    found: Vec<(String, Body)>,
}

impl<'ast> Visit<'ast> for Bodies {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        self.found.push((function.sig.ident.to_string(), Body::default()));
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        self.found.push((function.sig.ident.to_string(), Body::default()));
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_expr(&mut self, expression: &'ast Expr) {
        if let Some((_, body)) = self.found.last_mut() {
            match expression {
                Expr::ForLoop(_) | Expr::While(_) | Expr::Loop(_) => body.loops += 1,
                Expr::If(_) | Expr::Match(_) => body.branches += 1,
                _ => {}
            }
        }
        visit::visit_expr(self, expression);
    }
}

#[cfg(test)]
mod tests {
    use super::thick;

    #[test]
    fn what_carries_over_is_thin_and_what_works_is_not() {
        let thin =
            "impl It { fn asks(&self) -> R { match self.0 { Some(it) => it.ask(), None => R::Nothing } } }";
        assert_eq!(thick(thin).unwrap(), Vec::<String>::new());
        let works = "fn adds(all: &[u8]) -> u8 { let mut sum = 0; for one in all { sum += one; } sum }";
        assert!(thick(works).unwrap()[0].starts_with("`adds` loops"));
        let decides = "impl It { fn goes(&self) { if a {} if b {} let c = if d { 1 } else { 2 }; } }";
        assert!(thick(decides).unwrap()[0].starts_with("`goes` decides"));
        assert!(thick("fn {").is_err());
    }
}
