//! How amounts, days and minutes are written.

use jiff::civil::{Date, Time};

/// `£100`, or `£88.50`; pence in.
pub fn pounds(pence: i64) -> String {
    let sign = if pence < 0 { "-" } else { "" };
    let (pounds, rest) = (pence.unsigned_abs() / 100, pence.unsigned_abs() % 100);
    if rest == 0 { format!("{sign}£{pounds}") } else { format!("{sign}£{pounds}.{rest:02}") }
}

/// `12 September 2025`, with the set's names of the months.
pub fn day(date: Date, months: &[String; 12]) -> String {
    let month = usize::from(date.month().unsigned_abs().saturating_sub(1));
    let name = months.get(month).map_or("", String::as_str);
    format!("{} {name} {}", date.day(), date.year())
}

/// `16:44`.
pub fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::pounds;

    #[test]
    fn whole_pounds_have_no_pence() {
        assert_eq!(pounds(10_000), "£100");
        assert_eq!(pounds(8_805), "£88.05");
        assert_eq!(pounds(-5), "-£0.05");
    }
}
