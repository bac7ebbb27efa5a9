//! A table of the desk, as text, CSV and JSON from the same rows.

use csv::{Terminator, WriterBuilder};
use serde_json::{Value, json};

use super::office::Told;
use crate::error::{Fault, ServerError};
use crate::report::{as_text, plain, trimmed};

/// A table.
pub(super) struct Sheet {
    pub(super) columns: Vec<&'static str>,
    pub(super) rows: Vec<Vec<String>>,
    /// What it is a table of.
    pub(super) base: String,
}

impl Sheet {
    pub(super) fn new(base: impl Into<String>, columns: &[&'static str]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new(), base: base.into() }
    }

    /// As it is wanted.
    pub(super) fn told(self, csv: bool) -> Result<Told, ServerError> {
        let object = |row: &Vec<String>| -> Value {
            self.columns
                .iter()
                .map(|name| (*name).to_owned())
                .zip(row.iter().cloned().map(Value::from))
                .collect()
        };
        let json = json!({ "base": self.base, "rows": self.rows.iter().map(object).collect::<Vec<Value>>() });
        if csv {
            return Ok(Told::ok(self.csv()?, json));
        }
        if self.rows.is_empty() {
            return Ok(Told::ok(format!("{}: nothing.", self.base), json));
        }
        let mut table = plain();
        table.set_header(&self.columns);
        for row in &self.rows {
            table.add_row(row);
        }
        Ok(Told::ok(format!("{}\n{}", self.base, trimmed(&table)), json))
    }

    /// A list with a form of its own: these rows only where a spreadsheet is wanted.
    pub(super) fn beside(self, told: Told, csv: bool) -> Result<Told, ServerError> {
        Ok(Told { text: if csv { self.csv()? } else { told.text }, ..told })
    }

    /// As it is wanted, with the row that shows that it adds up.
    pub(super) fn checked(self, check: &str, csv: bool) -> Result<Told, ServerError> {
        let closing = self.closing("check", check);
        self.closed(check, &closing, csv)
    }

    /// The same with the row that says what it is a table of, for tables that leave the house by themselves.
    pub(super) fn based_and_checked(self, check: &str, csv: bool) -> Result<Told, ServerError> {
        let closing = self.closing("base", &self.base) + &self.closing("check", check);
        self.closed(check, &closing, csv)
    }

    /// A row of CSV at the end that says something of the whole table.
    fn closing(&self, what: &str, says: &str) -> String {
        let more = ",".repeat(self.columns.len().saturating_sub(1));
        format!("\"{what}: {}\"{more}\r\n", says.replace('"', "\"\""))
    }

    fn closed(self, check: &str, closing: &str, csv: bool) -> Result<Told, ServerError> {
        let mut told = self.told(csv)?;
        if csv {
            told.text.push_str(closing);
        } else {
            told.text.push_str(&format!("\ncheck: {check}"));
        }
        if let Some(json) = told.json.as_object_mut() {
            json.insert("check".to_owned(), check.into());
        }
        Ok(told)
    }

    fn csv(&self) -> Result<String, ServerError> {
        let unwritten = || ServerError::from(Fault::Format { what: "a table" });
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
        writer.write_record(&self.columns).map_err(|_| unwritten())?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| as_text(cell))).map_err(|_| unwritten())?;
        }
        let bytes = writer.into_inner().map_err(|_| unwritten())?;
        String::from_utf8(bytes).map_err(|_| unwritten())
    }
}
