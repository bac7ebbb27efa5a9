//! What an authority's controllers are called, as whoever runs the system says: people who ask for their data are told by name
//! whom to turn to.

use std::collections::BTreeMap;

use beatbook_protocol::id::Id;
use beatbook_protocol::limits::NAME_MAX;
use serde::{Deserialize, Serialize};

use crate::access::Controller;
use crate::records::seen::{BadText, said};
use crate::records::server::ServerBody;

/// A controller has this name from now on. A later one replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControllerNamed {
    /// Which.
    pub controller: Controller,
    /// Its name, such as Medway Council, Housing Services.
    pub name: String,
    /// How to reach it: an address, a number.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub contact: Option<String>,
    /// Who says so.
    pub by: Id,
}

impl ControllerNamed {
    /// Whether it says something, in at most 200 characters each.
    ///
    /// # Errors
    /// The field that does not.
    pub fn check(&self) -> Result<(), BadText> {
        said("name", &self.name, NAME_MAX)?;
        self.contact.iter().try_for_each(|contact| said("contact", contact, NAME_MAX))
    }
}

/// The names in force.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ControllerNames(BTreeMap<Controller, ControllerNamed>);

impl ControllerNames {
    /// From the authority's journal, in order: the last that was said of each stands.
    pub fn of<'a>(told: impl IntoIterator<Item = &'a ServerBody>) -> Self {
        let named = told.into_iter().filter_map(|body| match body {
            ServerBody::ControllerNamed(named) => Some((named.controller, named.clone())),
            _ => None,
        });
        Self(named.collect())
    }

    /// What is said of one, if anybody has.
    #[must_use]
    pub fn get(&self, controller: Controller) -> Option<&ControllerNamed> {
        self.0.get(&controller)
    }

    /// As people read it: its name and how to reach it, and what it is.
    #[must_use]
    pub fn words(&self, controller: Controller) -> String {
        let Some(named) = self.get(controller) else { return controller.words().to_owned() };
        let contact = named.contact.as_ref().map(|contact| format!(", {contact}")).unwrap_or_default();
        format!("{}{contact} ({})", named.name, controller.words())
    }
}
