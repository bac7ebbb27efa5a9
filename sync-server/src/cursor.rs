//! Where a phone's reading of the server's journal stands: opaque to the phone, ours to change.
//!
//! 37 bytes: version 2 · generation · next entry · objects of that entry already sent · entry of the briefing whose
//! objects the phone has, plus one · the same of the order book. Numbers are big-endian. Version 1 knew no orders.

use beatbook_protocol::sync::Cursor;

/// A place in the server's journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// The server's generation when it was given.
    pub generation: u64,
    /// The next entry to send.
    pub next: u64,
    /// How many of that entry's briefing objects were sent before it.
    pub objects: u32,
    /// One more than the seq of the briefing whose objects the phone holds; 0 for none.
    pub briefing: u64,
    /// The same of the order book.
    pub orders: u64,
}

const VERSION: u8 = 2;
/// Without the last number.
const BEFORE_ORDERS: u8 = 1;

impl Position {
    /// The beginning of the journal, as this generation of the server tells it.
    #[must_use]
    pub fn beginning(generation: u64) -> Self {
        Self { generation, ..Self::default() }
    }

    /// As sent.
    #[must_use]
    pub fn to_cursor(self) -> Cursor {
        let mut bytes = vec![VERSION];
        bytes.extend(self.generation.to_be_bytes());
        bytes.extend(self.next.to_be_bytes());
        bytes.extend(self.objects.to_be_bytes());
        bytes.extend(self.briefing.to_be_bytes());
        bytes.extend(self.orders.to_be_bytes());
        Cursor(bytes.into())
    }

    /// As received; absent if it is not one of ours.
    #[must_use]
    pub fn of_cursor(cursor: &Cursor) -> Option<Self> {
        let (version, rest) = cursor.0.split_first()?;
        let (generation, rest) = rest.split_first_chunk()?;
        let (next, rest) = rest.split_first_chunk()?;
        let (objects, rest) = rest.split_first_chunk()?;
        let (briefing, rest) = rest.split_first_chunk()?;
        let orders: [u8; 8] = match *version {
            VERSION => rest.try_into().ok()?,
            BEFORE_ORDERS if rest.is_empty() => [0; 8],
            _ => return None,
        };
        Some(Self {
            generation: u64::from_be_bytes(*generation),
            next: u64::from_be_bytes(*next),
            objects: u32::from_be_bytes(*objects),
            briefing: u64::from_be_bytes(*briefing),
            orders: u64::from_be_bytes(orders),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use beatbook_protocol::limits::CURSOR_MAX;

    #[test]
    fn a_cursor_comes_back_and_fits() {
        let position = Position { generation: 3, next: 70_000, objects: 9, briefing: 12, orders: 15 };
        let cursor = position.to_cursor();
        assert!(cursor.0.len() <= CURSOR_MAX);
        assert_eq!(Position::of_cursor(&cursor), Some(position));
    }

    #[test]
    fn a_cursor_from_before_there_were_orders_goes_on_without_them() {
        let bytes =
            [&[1], &Position { briefing: 12, ..Position::beginning(3) }.to_cursor().0[1..29]].concat();
        let position = Position { briefing: 12, ..Position::beginning(3) };
        assert_eq!(Position::of_cursor(&Cursor(bytes.into())), Some(position));
    }

    #[test]
    fn strangers_cursors_are_none() {
        let ours = Position::beginning(1).to_cursor();
        for bytes in
            [vec![], vec![1], vec![3; 37], vec![1; 37], ours.0[..36].to_vec(), [&ours.0[..], &[0]].concat()]
        {
            assert_eq!(Position::of_cursor(&Cursor(bytes.into())), None);
        }
    }
}
