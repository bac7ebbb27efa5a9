//! Steps and vehicles of an encounter, and what else belongs to it, in words: the same on the phone and in a case bundle.

use serde::Serialize;

use super::Detail;
use super::people::VehicleKnown;
use super::steps::{EarlierHelp, Step};

impl Step {
    /// As a person reads it, without when and with whom.
    #[must_use]
    pub fn in_words(&self) -> String {
        let marked = |is: &bool, yes: &str, no: &str| if *is { yes.to_owned() } else { no.to_owned() };
        match self {
            Self::Engaged { words } => format!("spoken to: \"{words}\""),
            Self::Advised { words } => format!("advised: \"{words}\""),
            Self::Required { words, belief, offence_told } => {
                let told = marked(
                    offence_told,
                    "told that failing is an offence",
                    "NOT told that failing is an offence",
                );
                format!("required: \"{words}\"; believed because: {belief}; {told}")
            }
            Self::Directed { condition, words } => format!("directed under {condition}: \"{words}\""),
            Self::Complied => "did what was asked".to_owned(),
            Self::Surrendered { items } => {
                let items: Vec<_> =
                    items.iter().map(|item| format!("{} ({})", item.what, item.quantity)).collect();
                format!("handed over: {}", items.join(", "))
            }
            Self::Disposed { how, witness } => {
                let witness = witness.as_ref().map(|who| format!(", seen by {who}")).unwrap_or_default();
                format!("disposed of: {how}{witness}")
            }
            Self::Refused { words: Some(words) } => format!("refused: \"{words}\""),
            Self::Refused { words: None } => "refused".to_owned(),
            Self::AuthorityAsked => "asked to see the authority".to_owned(),
            Self::AuthorityShown => "the authority was shown".to_owned(),
            Self::IdShown => "identification was shown".to_owned(),
            Self::Suspected => "an offence was suspected from here on".to_owned(),
            Self::Cautioned { version } => format!("cautioned, version {version}"),
            Self::ExcuseAsked { answer } if answer.is_empty() => {
                "asked for a reasonable excuse: no answer".to_owned()
            }
            Self::ExcuseAsked { answer } => format!("asked for a reasonable excuse: \"{answer}\""),
            Self::Questioned { question, answer } => format!("asked \"{question}\": \"{answer}\""),
            Self::Comment { words, offered, signed } => {
                let read = match (offered, signed) {
                    (_, true) => "signed",
                    (true, false) => "offered to sign, not signed",
                    (false, false) => "not offered to sign",
                };
                format!("said unprompted: \"{words}\"; {read}")
            }
            Self::Understanding { language, help, explained_back } => {
                let language =
                    language.as_ref().map(|language| format!("speaks {language}; ")).unwrap_or_default();
                let back = marked(explained_back, "explained it back", "did NOT explain it back");
                format!("{language}help: {}; {back}", spoken(help))
            }
            Self::HelpOffered { behaviour, help, answer, earlier, same_person } => {
                let earlier = earlier.as_ref().map(|earlier| match earlier {
                    EarlierHelp::OwnEncounters(all) => {
                        let all: Vec<_> = all.iter().map(ToString::to_string).collect();
                        format!("; offered before in {}", all.join(", "))
                    }
                    EarlierHelp::Decision { reference } => {
                        format!("; offered before by decision {reference}")
                    }
                });
                let same = same_person.as_ref().map(|why| format!("; the same person because: {why}"));
                format!(
                    "help offered: {help}, {}; did beyond being homeless: {behaviour}{}{}",
                    spoken(answer),
                    earlier.unwrap_or_default(),
                    same.unwrap_or_default()
                )
            }
            Self::ExemptionAsked { exemption, applies } => {
                format!(
                    "asked about the exemption {exemption}: {}",
                    marked(applies, "it applies", "it does not apply")
                )
            }
            Self::PremisesAsked { outside_condition } => {
                let outside = marked(outside_condition, "they are outside the condition", "no such place");
                format!("asked about licensed and other exempt premises: {outside}")
            }
        }
    }
}

impl Detail {
    /// As a person reads it.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::Reference(reference) => reference.to_string(),
            Self::Witness { who, statement } => {
                format!("witness: {who}{}", if *statement { ", gave a statement" } else { "" })
            }
            Self::OwnStatement { text } => format!("own statement: {text}"),
            Self::Evidence(evidence) => {
                format!("photograph or recording: {} [{}]", evidence.shows, evidence.content)
            }
            Self::Land(land) => format!("land: {}", spoken(land)),
            Self::Operation(name) => format!("operation {name}"),
            Self::Annotation(text) => format!("added later: {text}"),
        }
    }
}

impl VehicleKnown {
    /// As a person reads it; what nobody recorded is left out.
    #[must_use]
    pub fn in_words(&self) -> String {
        let Self { kind, plate, make, colour, vin, untold, driver } = self;
        let mut said = Vec::new();
        said.extend(kind.map(|kind| spoken(&kind)));
        said.extend(
            plate.as_ref().map(|plate| if plate.is_empty() { "no plate".to_owned() } else { plate.clone() }),
        );
        said.extend(make.clone());
        said.extend(colour.clone());
        said.extend(vin.as_ref().map(|vin| format!("VIN {vin}")));
        said.extend(untold.as_ref().map(|why| format!("cannot be told: {why}")));
        said.extend(driver.map(|label| format!("driven by person {label}")));
        said.join(", ")
    }
}

/// A code as people say it.
pub(super) fn spoken(code: &impl Serialize) -> String {
    let code = serde_json::to_value(code).unwrap_or_default();
    code.as_str().unwrap_or_default().replace('_', " ")
}
