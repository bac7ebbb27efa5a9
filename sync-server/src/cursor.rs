//! Where a phone's reading of the server's journal stands: opaque to the phone, ours to change.
//!
//! 45 bytes: version 3 · generation · next entry · objects of that entry already sent · entry of the briefing whose
//! objects the phone has, plus one · the same of the order book · the scope, which names what the officer might read then.
//! Numbers are big-endian. Version 2 knew no scope, version 1 no orders.

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
    /// What the officer might read then ([`beatbook_domain::access::Reader::scope`]); absent if it was before bodies had
    /// an audience.
    pub scope: Option<u64>,
}

const VERSION: u8 = 3;
/// Without the last number.
const BEFORE_SCOPES: u8 = 2;
/// Without the last two.
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
        let mut bytes = vec![if self.scope.is_some() { VERSION } else { BEFORE_SCOPES }];
        bytes.extend(self.generation.to_be_bytes());
        bytes.extend(self.next.to_be_bytes());
        bytes.extend(self.objects.to_be_bytes());
        bytes.extend(self.briefing.to_be_bytes());
        bytes.extend(self.orders.to_be_bytes());
        bytes.extend(self.scope.into_iter().flat_map(u64::to_be_bytes));
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
        let (orders, scope): ([u8; 8], Option<[u8; 8]>) = match *version {
            VERSION => {
                let (orders, rest) = rest.split_first_chunk()?;
                (*orders, Some(rest.try_into().ok()?))
            }
            BEFORE_SCOPES => (rest.try_into().ok()?, None),
            BEFORE_ORDERS if rest.is_empty() => ([0; 8], None),
            _ => return None,
        };
        Some(Self {
            generation: u64::from_be_bytes(*generation),
            next: u64::from_be_bytes(*next),
            objects: u32::from_be_bytes(*objects),
            briefing: u64::from_be_bytes(*briefing),
            orders: u64::from_be_bytes(orders),
            scope: scope.map(u64::from_be_bytes),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use beatbook_protocol::limits::CURSOR_MAX;

    fn position() -> Position {
        Position { generation: 3, next: 70_000, objects: 9, briefing: 12, orders: 15, scope: Some(1 << 63) }
    }

    #[test]
    fn a_cursor_comes_back_and_fits() {
        let cursor = position().to_cursor();
        assert!(cursor.0.len() <= CURSOR_MAX);
        assert_eq!(Position::of_cursor(&cursor), Some(position()));
    }

    #[test]
    fn cursors_from_before_there_were_scopes_or_orders_go_on_without_them() {
        let bytes = position().to_cursor().0;
        let before_scopes = [&[2], &bytes[1..37]].concat();
        let expected = Position { scope: None, ..position() };
        assert_eq!(expected.to_cursor().0[..], before_scopes[..]);
        assert_eq!(Position::of_cursor(&Cursor(before_scopes.into())), Some(expected));
        let before_orders = Cursor([&[1], &bytes[1..29]].concat().into());
        assert_eq!(Position::of_cursor(&before_orders), Some(Position { orders: 0, ..expected }));
    }

    #[test]
    fn strangers_cursors_are_none() {
        let ours = position().to_cursor();
        for bytes in [
            vec![],
            vec![1],
            vec![1; 37],
            vec![2; 45],
            vec![3; 37],
            vec![4; 45],
            ours.0[..44].to_vec(),
            [&ours.0[..], &[0]].concat(),
        ] {
            assert_eq!(Position::of_cursor(&Cursor(bytes.into())), None);
        }
    }
}
