//! A payment file as councils' payment systems write it: CSV with a head, columns in any order, others ignored.

use beatbook_domain::register::PaymentRow;

use crate::error::ServerError;

/// Largest file, lines: a year of a large authority.
const LINES_MAX: usize = 100_000;

const COLUMNS: [&str; 5] = ["number", "amount", "paid", "cleared", "reference"];

/// Reads the lines of a file. What is wrong in a line is its own answer; only the file as a whole is refused here.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<PaymentRow>, ServerError> {
    let refused = |text: String| ServerError::refused("payments_file", text);
    // Spreadsheets put a byte-order mark before the first column's name.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(bytes);
    let heads = reader.byte_headers().map_err(|_| refused("the file is not CSV".to_owned()))?.clone();
    let place = |name: &str| heads.iter().position(|head| head.eq_ignore_ascii_case(name.as_bytes()));
    let missing: Vec<&str> = COLUMNS.into_iter().filter(|name| place(name).is_none()).collect();
    if !missing.is_empty() {
        return Err(refused(format!(
            "the first line must name the columns {}, separated by commas; not found: {}",
            COLUMNS.join(", "),
            missing.join(", ")
        )));
    }
    let mut rows = Vec::new();
    for record in reader.byte_records() {
        let record = record.map_err(|_| refused(format!("line {} is not CSV", rows.len() + 2)))?;
        if rows.len() == LINES_MAX {
            return Err(refused(format!("the file has more than {LINES_MAX} lines: split it")));
        }
        let cell = |name| {
            let bytes = place(name).and_then(|place| record.get(place)).unwrap_or_default();
            String::from_utf8_lossy(bytes).into_owned()
        };
        rows.push(PaymentRow {
            number: cell("number"),
            amount: cell("amount"),
            paid: cell("paid"),
            cleared: cell("cleared"),
            reference: cell("reference"),
        });
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_come_in_any_order_and_others_are_ignored() {
        let file = "\u{feff}Reference,Paid,Till,Cleared,Amount,Number\r\nA1, 2025-10-01 ,7,2025-10-02,\"1,000.00\",N\n";
        let rows = read(file.as_bytes()).unwrap();
        let row = PaymentRow {
            number: "N".into(),
            amount: "1,000.00".into(),
            paid: "2025-10-01".into(),
            cleared: "2025-10-02".into(),
            reference: "A1".into(),
        };
        assert_eq!(rows, [row]);
    }

    #[test]
    fn a_short_line_is_answered_and_a_file_without_the_columns_is_refused() {
        assert_eq!(read(b"number,amount,paid,cleared,reference\nN,1\n").unwrap().len(), 1);
        assert!(read(b"number,amount,paid,cleared,reference\n").unwrap().is_empty());
        for file in ["", "number,amount\nN,1\n", "\u{0}\u{1}"] {
            let error = read(file.as_bytes()).unwrap_err();
            assert_eq!(error.code(), "payments_file");
        }
        let windows = read(b"number,amount,paid,cleared,reference\nN,\xa3100.00,,,\n").unwrap();
        assert!(windows[0].amount.contains("100.00"), "a pound sign of another encoding stops nothing");
    }
}
