//! Adaptive binary range coder: a bit costs what it surprises, learned while coding.
//!
//! Whole numbers only, so every platform writes and reads the same bytes. The carry-propagating form
//! known from LZMA; encoder and decoder share one interface, so a model is written once for both.

/// Chance of a `false` bit, learned from the bits seen so far.
#[derive(Clone, Copy)]
pub(super) struct Chance {
    /// Chance in 1/65536.
    of_false: u16,
    /// Bits seen, up to [`MEMORY`].
    seen: u8,
}

/// After this many bits the chance keeps forgetting at a steady rate.
const MEMORY: usize = 120;
/// Step towards the bit just seen, in 1/65536, by bits seen: about 1 / (n + 2), so that few bits teach much.
const STEP: [u16; MEMORY + 1] = {
    let mut step = [0; MEMORY + 1];
    let mut seen = 0;
    while seen <= MEMORY {
        step[seen] = (65_536 / (seen + 2)) as u16;
        seen += 1;
    }
    step
};
/// The coder works with chances of 15 bits, never 0 and never 1.
const CHANCE_BITS: u32 = 15;

impl Chance {
    pub(super) const EVEN: Self = Self { of_false: 1 << 15, seen: 0 };

    fn bound(self, range: u32) -> u32 {
        (range >> CHANCE_BITS) * u32::from((self.of_false >> 1).clamp(16, (1 << CHANCE_BITS) - 16))
    }

    fn learn(&mut self, bit: bool) {
        let step = STEP.get(usize::from(self.seen)).copied().unwrap_or(0);
        let target = if bit { 0 } else { i32::from(u16::MAX) };
        let change = ((target - i32::from(self.of_false)) * i32::from(step >> 1)) >> 15;
        self.of_false = (i32::from(self.of_false) + change).clamp(0, i32::from(u16::MAX)) as u16;
        if usize::from(self.seen) < MEMORY {
            self.seen += 1;
        }
    }
}

/// One side of the coder. The encoder writes the given bit and returns it; the decoder ignores the
/// given bit and returns the one it read.
pub(super) trait BitCoder {
    /// A bit with a learned chance.
    fn bit(&mut self, chance: &mut Chance, bit: bool) -> bool;
    /// A bit about which nothing can be learned.
    fn plain_bit(&mut self, bit: bool) -> bool;
}

/// Below this the range is widened by one byte.
const LOW_WATER: u32 = 1 << 24;

pub(super) struct Encoder {
    low: u64,
    range: u32,
    held: u8,
    held_count: usize,
    started: bool,
    bytes: Vec<u8>,
}

impl Encoder {
    pub(super) fn new() -> Self {
        Self { low: 0, range: u32::MAX, held: 0, held_count: 1, started: false, bytes: Vec::new() }
    }

    /// Exact length of [`Encoder::finish`], were it called now.
    pub(super) fn finished_len(&self) -> usize {
        // The very first held byte is always zero and never written.
        self.bytes.len() + self.held_count + 4 - usize::from(!self.started)
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        for _ in 0..5 {
            self.shift();
        }
        self.bytes
    }

    /// Hands the top byte out, holding it back while a carry may still change it.
    fn shift(&mut self) {
        if self.low < 0xFF00_0000 || self.low > u64::from(u32::MAX) {
            let carry = (self.low >> 32) as u8;
            let mut byte = self.held;
            for _ in 0..self.held_count {
                if self.started {
                    self.bytes.push(byte.wrapping_add(carry));
                }
                self.started = true;
                byte = 0xFF;
            }
            self.held_count = 0;
            self.held = (self.low >> 24) as u8;
        }
        self.held_count += 1;
        self.low = (self.low & 0x00FF_FFFF) << 8;
    }

    fn widen(&mut self) {
        while self.range < LOW_WATER {
            self.range <<= 8;
            self.shift();
        }
    }
}

impl BitCoder for Encoder {
    fn bit(&mut self, chance: &mut Chance, bit: bool) -> bool {
        let bound = chance.bound(self.range);
        if bit {
            self.low += u64::from(bound);
            self.range -= bound;
        } else {
            self.range = bound;
        }
        chance.learn(bit);
        self.widen();
        bit
    }

    fn plain_bit(&mut self, bit: bool) -> bool {
        self.range >>= 1;
        if bit {
            self.low += u64::from(self.range);
        }
        self.widen();
        bit
    }
}

pub(super) struct Decoder<'a> {
    bytes: &'a [u8],
    next: usize,
    code: u32,
    range: u32,
}

impl<'a> Decoder<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mut decoder = Self { bytes, next: 0, code: 0, range: u32::MAX };
        for _ in 0..4 {
            decoder.code = (decoder.code << 8) | decoder.take();
        }
        decoder
    }

    /// True once exactly all bytes have been read: neither less nor more than were written.
    pub(super) fn is_at_end(&self) -> bool {
        self.next == self.bytes.len()
    }

    fn take(&mut self) -> u32 {
        let byte = self.bytes.get(self.next).copied().unwrap_or(0);
        self.next += 1;
        u32::from(byte)
    }

    fn widen(&mut self) {
        while self.range < LOW_WATER {
            self.range <<= 8;
            self.code = (self.code << 8) | self.take();
        }
    }
}

impl BitCoder for Decoder<'_> {
    fn bit(&mut self, chance: &mut Chance, _: bool) -> bool {
        let bound = chance.bound(self.range);
        let bit = self.code >= bound;
        if bit {
            self.code -= bound;
            self.range -= bound;
        } else {
            self.range = bound;
        }
        chance.learn(bit);
        self.widen();
        bit
    }

    fn plain_bit(&mut self, _: bool) -> bool {
        self.range >>= 1;
        let bit = self.code >= self.range;
        if bit {
            self.code -= self.range;
        }
        self.widen();
        bit
    }
}
