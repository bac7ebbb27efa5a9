//! Fixes on their way into the journal: one row for each call that brought some, 31 bytes a fix.
//! A row is written in the same breath as the call returns Ok; sealing turns rows into a chunk entry.
//! Fixed width beats the track codec here: most calls bring one to twelve fixes, and a chunk's head alone
//! is longer than one of them.

use beatbook_domain::fix::{Fix, Provider};
use beatbook_store::{ReadTransaction, WriteTransaction, params};

use crate::error::DeviceError;

/// lat 4, lon 4, time 8, mono 8, accuracy 2, speed 2, bearing 2, what is there 1.
const FIX_BYTES: usize = 31;
const HAS_ACCURACY: u8 = 1 << 2;
const HAS_SPEED: u8 = 1 << 3;
const HAS_BEARING: u8 = 1 << 4;

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HotRow {
    pub(crate) patrol: u64,
    pub(crate) boot: u64,
    pub(crate) wall_offset: i64,
    pub(crate) fixes: Vec<Fix>,
}

pub(crate) fn insert(
    tx: &WriteTransaction<'_>,
    patrol: u64,
    boot: u64,
    wall_offset: i64,
    fixes: &[Fix],
) -> Result<(), DeviceError> {
    tx.execute(
        "INSERT INTO hot (patrol, boot, wall_offset, fixes) VALUES (?1, ?2, ?3, ?4)",
        params![patrol.cast_signed(), boot.cast_signed(), wall_offset, pack(fixes)],
    )?;
    Ok(())
}

/// All rows in the order in which they came.
pub(crate) fn rows(tx: &ReadTransaction<'_>) -> Result<Vec<HotRow>, DeviceError> {
    let rows = tx.all("SELECT patrol, boot, wall_offset, fixes FROM hot ORDER BY id", [], |row| {
        let packed: Vec<u8> = row.get(3)?;
        Ok((
            HotRow {
                patrol: row.get::<_, i64>(0)?.cast_unsigned(),
                boot: row.get::<_, i64>(1)?.cast_unsigned(),
                wall_offset: row.get(2)?,
                fixes: Vec::new(),
            },
            packed,
        ))
    })?;
    rows.into_iter().map(|(row, packed)| Ok(HotRow { fixes: unpack(&packed)?, ..row })).collect()
}

/// Everything has become entries.
pub(crate) fn clear(tx: &WriteTransaction<'_>) -> Result<(), DeviceError> {
    tx.execute("DELETE FROM hot", [])?;
    Ok(())
}

fn pack(fixes: &[Fix]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(fixes.len() * FIX_BYTES);
    for fix in fixes {
        packed.extend_from_slice(&fix.lat.to_le_bytes());
        packed.extend_from_slice(&fix.lon.to_le_bytes());
        packed.extend_from_slice(&fix.time.to_le_bytes());
        packed.extend_from_slice(&fix.mono.to_le_bytes());
        packed.extend_from_slice(&fix.accuracy.unwrap_or(0).to_le_bytes());
        packed.extend_from_slice(&fix.speed.unwrap_or(0).to_le_bytes());
        packed.extend_from_slice(&fix.bearing.unwrap_or(0).to_le_bytes());
        let flag = |there: bool, bit: u8| if there { bit } else { 0 };
        packed.push(
            fix.provider as u8
                | flag(fix.accuracy.is_some(), HAS_ACCURACY)
                | flag(fix.speed.is_some(), HAS_SPEED)
                | flag(fix.bearing.is_some(), HAS_BEARING),
        );
    }
    packed
}

fn unpack(packed: &[u8]) -> Result<Vec<Fix>, DeviceError> {
    let (fixes, rest) = packed.as_chunks::<FIX_BYTES>();
    if rest.is_empty() { fixes.iter().map(unpack_one).collect() } else { Err(DeviceError::Row("hot")) }
}

fn unpack_one(bytes: &[u8; FIX_BYTES]) -> Result<Fix, DeviceError> {
    let read = || {
        let (lat, rest) = bytes.split_first_chunk()?;
        let (lon, rest) = rest.split_first_chunk()?;
        let (time, rest) = rest.split_first_chunk()?;
        let (mono, rest) = rest.split_first_chunk()?;
        let (accuracy, rest) = rest.split_first_chunk()?;
        let (speed, rest) = rest.split_first_chunk()?;
        let (bearing, rest) = rest.split_first_chunk()?;
        let flags = *rest.first()?;
        let there = |bit: u8, value: u16| (flags & bit != 0).then_some(value);
        Some(Fix {
            lat: i32::from_le_bytes(*lat),
            lon: i32::from_le_bytes(*lon),
            time: i64::from_le_bytes(*time),
            mono: i64::from_le_bytes(*mono),
            accuracy: there(HAS_ACCURACY, u16::from_le_bytes(*accuracy)),
            speed: there(HAS_SPEED, u16::from_le_bytes(*speed)),
            bearing: there(HAS_BEARING, u16::from_le_bytes(*bearing)),
            provider: match flags & 3 {
                0 => Provider::Gnss,
                1 => Provider::Network,
                2 => Provider::Mock,
                _ => return None,
            },
        })
    };
    read().ok_or(DeviceError::Row("hot"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_fix() -> impl Strategy<Value = Fix> {
        let numbers = (any::<i32>(), any::<i32>(), any::<i64>(), any::<i64>());
        let extras = (any::<Option<u16>>(), any::<Option<u16>>(), any::<Option<u16>>(), 0_u8..3);
        (numbers, extras).prop_map(|((lat, lon, time, mono), (accuracy, speed, bearing, provider))| Fix {
            lat,
            lon,
            time,
            mono,
            accuracy,
            speed,
            bearing,
            provider: [Provider::Gnss, Provider::Network, Provider::Mock][usize::from(provider)],
        })
    }

    proptest! {
        #[test]
        fn fixes_come_back_exactly(fixes in proptest::collection::vec(any_fix(), 0..40)) {
            prop_assert_eq!(unpack(&pack(&fixes)).unwrap(), fixes);
        }

        #[test]
        fn any_other_bytes_are_told(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            if bytes.len() % FIX_BYTES != 0 {
                prop_assert!(unpack(&bytes).is_err());
            } else {
                let _ = unpack(&bytes);
            }
        }
    }
}
