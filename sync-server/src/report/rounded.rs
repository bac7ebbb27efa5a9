//! Milliseconds as shown: hours with two decimals, whole minutes, per cent with one decimal.
//!
//! Every figure is rounded by itself, halves up, from its exact milliseconds and never from another
//! rounded figure. So shown figures may differ from their shown sum in the last digit.

const HOUR: u64 = 3_600_000;
const MINUTE: u64 = 60_000;

/// Hours with two decimals, such as `4996.00`.
#[must_use]
pub fn hours(ms: i64) -> String {
    let hundredths = part(ms.unsigned_abs(), 100, HOUR);
    let sign = if ms < 0 && hundredths > 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", hundredths / 100, hundredths % 100)
}

/// A difference in hours with its sign, such as `+1.25`, `-0.50` or `0.00`.
#[must_use]
pub fn signed_hours(ms: i64) -> String {
    let plain = hours(ms);
    if ms > 0 && plain != "0.00" { format!("+{plain}") } else { plain }
}

/// Whole minutes.
#[must_use]
pub fn minutes(ms: i64) -> String {
    let whole = part(ms.unsigned_abs(), 1, MINUTE);
    let sign = if ms < 0 && whole > 0 { "-" } else { "" };
    format!("{sign}{whole}")
}

/// A share with one decimal, such as `41.0`; none if there is nothing to share.
#[must_use]
pub fn percent(ms: i64, of: i64) -> Option<String> {
    let (ms, of) = (u64::try_from(ms).ok()?, u64::try_from(of).ok().filter(|of| *of > 0)?);
    let tenths = part(ms, 1_000, of);
    Some(format!("{}.{}", tenths / 10, tenths % 10))
}

/// `ms × scale ÷ unit`, halves up.
fn part(ms: u64, scale: u64, unit: u64) -> u128 {
    (u128::from(ms) * u128::from(scale) * 2 + u128::from(unit)) / (u128::from(unit) * 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_up_and_signs_stay() {
        assert_eq!(hours(39 * 60_000), "0.65");
        assert_eq!(hours(17_999), "0.00");
        assert_eq!(hours(18_000), "0.01");
        assert_eq!(hours(4_996 * 3_600_000), "4996.00");
        assert_eq!(hours(-18_000), "-0.01");
        assert_eq!(hours(-17_999), "0.00");
        assert_eq!(minutes(29_999), "0");
        assert_eq!(minutes(30_000), "1");
        assert_eq!(minutes(-90_000), "-2");
        assert_eq!(signed_hours(75 * 60_000), "+1.25");
        assert_eq!(signed_hours(1), "0.00");
        assert_eq!(signed_hours(-3_600_000), "-1.00");
    }

    #[test]
    fn shares_are_with_one_decimal_and_of_nothing_there_is_none() {
        assert_eq!(percent(4_996, 12_186).as_deref(), Some("41.0"));
        assert_eq!(percent(12, 480).as_deref(), Some("2.5"));
        assert_eq!(percent(3, 0), None);
        assert_eq!(percent(0, 7).as_deref(), Some("0.0"));
        assert_eq!(percent(1, 2_000).as_deref(), Some("0.1"));
    }

    #[test]
    fn the_largest_numbers_are_no_trouble() {
        assert_eq!(hours(i64::MIN), "-2562047788015.22");
        assert_eq!(percent(i64::MAX, 1).map(|text| text.len()), Some(23));
    }
}
