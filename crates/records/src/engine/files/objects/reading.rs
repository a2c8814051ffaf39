//! An object that is read from where one likes to its end, by threads that can wait.

use std::collections::VecDeque;
use std::io::{self, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::{Buf as _, Bytes};

use super::fault::Fault;
use super::{Asked, Object, PIECE, waited};

/// How many parts are asked for before they are read.
const AHEAD: usize = 3;

/// How many bytes are asked for first, and four times as many each time after: who looks at the
/// head of a file has little more fetched.
const FIRST: u64 = 1 << 16;

/// An object that is being read.
pub(in crate::engine) struct Reading {
    object: Arc<Object>,
    /// What has come and was not read yet.
    piece: Bytes,
    /// What was asked for, in order.
    asked: VecDeque<Asked<Result<Bytes, Fault>>>,
    /// Where the next byte to be read stands, and the next to be asked for.
    at: u64,
    next: u64,
    /// How much is asked for next; more each time.
    step: u64,
}

impl Reading {
    /// The object from its start.
    pub(super) fn of(object: &Arc<Object>) -> Self {
        let object = Arc::clone(object);
        let (piece, asked) = (Bytes::new(), VecDeque::new());
        Self { object, piece, asked, at: 0, next: 0, step: FIRST }
    }

    /// Reads on, and as if the object were over once it is to stop.
    pub(in super::super) fn read_or_stop(
        &mut self,
        piece: &mut [u8],
        stop: &dyn Fn() -> bool,
    ) -> io::Result<usize> {
        if piece.is_empty() {
            return Ok(0);
        }
        if self.piece.is_empty() {
            while self.asked.len() < AHEAD && self.next < self.object.bytes() {
                let end = self.next.saturating_add(self.step).min(self.object.bytes());
                self.asked.push_back(self.object.part(self.next..end));
                (self.next, self.step) = (end, (self.step * 4).min(PIECE));
            }
            let Some(asked) = self.asked.pop_front() else { return Ok(0) };
            let stop = || stop() || self.object.given_up.load(Ordering::Relaxed);
            let Some(came) = waited(&asked.answer, &stop) else {
                return if stop() { Ok(0) } else { Err(io::ErrorKind::BrokenPipe.into()) };
            };
            self.piece = came.map_err(io::Error::other)?;
        }
        let length = piece.len().min(self.piece.len());
        self.piece.copy_to_slice(&mut piece[..length]);
        self.at += length as u64;
        Ok(length)
    }
}

impl Seek for Reading {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.object.bytes().checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        let to = to.ok_or(io::ErrorKind::InvalidInput)?;
        // What is there already is not asked for again.
        match to.checked_sub(self.at).and_then(|by| usize::try_from(by).ok()) {
            Some(by) if by <= self.piece.len() => self.piece.advance(by),
            _ => {
                self.piece = Bytes::new();
                self.asked.clear();
                (self.next, self.step) = (to, FIRST);
            }
        }
        self.at = to;
        Ok(to)
    }
}
