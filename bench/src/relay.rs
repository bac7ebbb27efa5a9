//! A wire that counts: a TCP relay on the loopback, which can also go dead in the middle of a transfer.

use std::error::Error;
use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// How often a relay that went dead looks whether it is still wanted.
const LOOK: Duration = Duration::from_millis(100);

/// What went over the wire so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wire {
    /// Connections made.
    pub connections: u64,
    /// Bytes of both directions, TLS records included.
    pub bytes: u64,
}

/// A relay to one server; it ends with its process' interest in it.
pub struct Relay {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    connections: AtomicU64,
    bytes: AtomicU64,
    /// Bytes that still pass before the wire goes dead; `u64::MAX` for a wire that never does.
    room: AtomicU64,
    closed: AtomicBool,
}

impl Relay {
    /// Opens a relay to a server.
    ///
    /// # Errors
    /// The operating system's.
    pub fn to(server: SocketAddr) -> Result<Self, Box<dyn Error>> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { room: AtomicU64::new(u64::MAX), ..Shared::default() });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || {
            for near in listener.incoming() {
                if accepting.closed.load(Ordering::SeqCst) {
                    return;
                }
                let (Ok(near), Ok(far)) = (near, TcpStream::connect(server)) else { continue };
                accepting.connections.fetch_add(1, Ordering::SeqCst);
                // A connection that cannot be relayed looks to its client like any broken one.
                let _ = relay(&accepting, &near, &far);
            }
        });
        Ok(Self { address, shared })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What went over it so far.
    #[must_use]
    pub fn wire(&self) -> Wire {
        Wire {
            connections: self.shared.connections.load(Ordering::SeqCst),
            bytes: self.shared.bytes.load(Ordering::SeqCst),
        }
    }

    /// After so many more bytes nothing passes any more, and no connection is closed.
    pub fn go_dead_after(&self, bytes: u64) {
        self.shared.room.store(bytes, Ordering::SeqCst);
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::SeqCst);
        // Wakes the accepting thread, which then ends; if it cannot be reached, it has ended.
        let _ = TcpStream::connect(self.address);
    }
}

fn relay(shared: &Arc<Shared>, near: &TcpStream, far: &TcpStream) -> std::io::Result<()> {
    for (from, to) in [(near, far), (far, near)] {
        let (mut from, mut to, shared) = (from.try_clone()?, to.try_clone()?, Arc::clone(shared));
        to.set_nodelay(true)?;
        thread::spawn(move || {
            // The ends notice when the wire ends: nobody else needs to hear of it.
            let _ = pass(&shared, &mut from, &mut to);
            let _ = to.shutdown(Shutdown::Write);
        });
    }
    Ok(())
}

fn pass(shared: &Shared, from: &mut TcpStream, to: &mut TcpStream) -> std::io::Result<()> {
    let mut bytes = vec![0; 64 * 1024];
    loop {
        let length = match from.read(&mut bytes) {
            Ok(0) => return Ok(()),
            Ok(length) => length,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        shared.bytes.fetch_add(length as u64, Ordering::SeqCst);
        let room = shared.room.load(Ordering::SeqCst);
        if room != u64::MAX {
            shared.room.store(room.saturating_sub(length as u64), Ordering::SeqCst);
        }
        while shared.room.load(Ordering::SeqCst) == 0 {
            if shared.closed.load(Ordering::SeqCst) {
                return Ok(());
            }
            thread::sleep(LOOK);
        }
        to.write_all(bytes.get(..length).unwrap_or_default())?;
    }
}
