//! The suite `hygiene`: rules of this house that no other tool checks, in seconds.
//!
//! Nine parts: the arrows between our crates, the lints (proven to bite, not assumed), the texts of all
//! files, that each of them is compiled, the links between documents,
//! that the binding is what the core tells, that it decides nothing itself, that no layer forgets what a
//! call may be refused with, and that Gradle makes Android's apps of what Maven tests them with.

mod arrows;
mod codes;
mod gradle;
mod links;
mod lints;
mod modules;
mod texts;
mod thin;

use crate::failure::Failure;
use crate::run::Workshop;
use crate::surface;

/// Checks everything and reports everything found at once.
///
/// # Errors
/// [`Failure::Found`] with one line per finding.
pub fn check(workshop: &Workshop) -> Result<(), Failure> {
    let files = texts::files(&workshop.root)?;
    let mut findings = texts::check(&workshop.root, &files)?;
    findings.extend(links::check(&workshop.root, &files)?);
    findings.extend(modules::check(&workshop.root, &files)?);
    findings.extend(thin::check(&workshop.root, &files)?);
    findings.extend(codes::check(&workshop.root, &files)?);
    findings.extend(gradle::check(&workshop.root)?);
    findings.extend(arrows::check(workshop)?);
    findings.extend(surface::check(workshop)?);
    findings.extend(lints::check(workshop)?);
    if findings.is_empty() { Ok(()) } else { Err(Failure::Found(findings)) }
}
