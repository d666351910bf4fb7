//! Blocks of lines over threads, what was made of them in order.
//!
//! A fixed number of blocks goes round: read, worked on, taken in order, read again. Who reads waits where they are all in
//! use, so that memory does not depend on how fast anyone is.

use std::any::Any;
use std::collections::BTreeMap;
use std::io::Read;
use std::num::NonZero;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};

use super::blocks::{Block, Blocks};
use crate::error::{Error, Result};

/// Blocks in use beside two for each thread.
const SPARE_BLOCKS: usize = 2;

/// What lines are read from.
pub struct Input {
    /// The name that outputs and failures carry.
    pub name: String,
    /// The lines.
    pub reader: Box<dyn Read + Send>,
    /// Whether lines come now and then, as through a pipe: each is answered when it comes.
    pub pauses: bool,
}

/// What became of a block, or why an input could not be read on.
enum Done<T> {
    Block(T, Block),
    Failed(Error, Option<Block>),
    /// The work itself failed, which is damage of the index or our own fault.
    Panicked(Box<dyn Any + Send>),
}

/// Gives the blocks of `inputs` to `work`, on `threads` threads with a state of `state` each, and what it makes of them to
/// `take`, in order, with whether nothing follows at once. `take` ends it with false.
pub(super) fn ordered<S, T: Send>(
    inputs: impl Iterator<Item = Result<Input>> + Send,
    longest_line: usize,
    threads: NonZero<usize>,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &mut Block) -> Result<T> + Sync,
    mut take: impl FnMut(Result<(T, &Block)>, bool) -> bool,
) {
    let blocks = 2 * threads.get() + SPARE_BLOCKS;
    let (give_back, free) = bounded::<Block>(blocks);
    for _ in 0..blocks {
        let _ = give_back.send(Block::default());
    }
    let (give, given) = unbounded::<(u64, Result<Block>)>();
    let (finish, finished) = unbounded::<(u64, Done<T>)>();
    thread::scope(|scope| {
        let reader = scope.spawn(move || read(inputs, longest_line, &free, &give));
        let workers: Vec<_> = (0..threads.get())
            .map(|_| {
                let (given, finish) = (given.clone(), finish.clone());
                let (state, work) = (&state, &work);
                scope.spawn(move || {
                    let mut state = state();
                    for (number, block) in given {
                        let done = match block {
                            Ok(mut block) => {
                                let work = || work(&mut state, &mut block);
                                match panic::catch_unwind(AssertUnwindSafe(work)) {
                                    Ok(Ok(made)) => Done::Block(made, block),
                                    Ok(Err(error)) => Done::Failed(error, Some(block)),
                                    Err(panic) => Done::Panicked(panic),
                                }
                            }
                            Err(error) => Done::Failed(error, None),
                        };
                        if finish.send((number, done)).is_err() {
                            break;
                        }
                    }
                })
            })
            .collect();
        drop((given, finish));
        let panicked = take_in_order(finished, give_back, &mut take);
        for thread in workers.into_iter().chain([reader]) {
            thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic));
        }
        if let Some(panic) = panicked {
            panic::resume_unwind(panic);
        }
    });
}

/// Numbers the blocks of all inputs and gives them away, until nobody takes them.
fn read(
    inputs: impl Iterator<Item = Result<Input>>,
    longest_line: usize,
    free: &Receiver<Block>,
    give: &Sender<(u64, Result<Block>)>,
) {
    let mut number = 0;
    let mut send = |item: Result<Block>| {
        number += 1;
        give.send((number - 1, item)).is_ok()
    };
    // A block that an input did not fill is the next one's.
    let mut spare: Option<Block> = None;
    for input in inputs {
        let input = match input {
            Ok(input) => input,
            Err(error) => match send(Err(error)) {
                true => continue,
                false => return,
            },
        };
        let mut blocks = Blocks::new(input.reader, input.name.as_str().into(), input.pauses, longest_line);
        loop {
            let Some(mut block) = spare.take().or_else(|| free.recv().ok()) else { return };
            let goes_on = match blocks.next(&mut block) {
                Ok(true) => send(Ok(block)),
                Ok(false) => {
                    spare = Some(block);
                    break;
                }
                Err(error) => {
                    spare = Some(block);
                    send(Err(Error::io("read", Path::new(&input.name), error)))
                }
            };
            if !goes_on {
                return;
            }
        }
    }
}

/// Who takes what was made of a block, with whether nothing follows at once; false ends it.
type Take<'t, T> = dyn FnMut(Result<(T, &Block)>, bool) -> bool + 't;

/// Gives what was made to `take` by number; the blocks go back to be filled again. Gives a panic back.
fn take_in_order<T>(
    finished: Receiver<(u64, Done<T>)>,
    give_back: Sender<Block>,
    take: &mut Take<'_, T>,
) -> Option<Box<dyn Any + Send>> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for (number, done) in finished.iter() {
        waiting.insert(number, done);
        while let Some(done) = waiting.remove(&next) {
            next += 1;
            let pauses = waiting.is_empty() && finished.is_empty();
            let goes_on = match done {
                Done::Block(made, block) => {
                    let goes_on = take(Ok((made, &block)), pauses);
                    let _ = give_back.send(block);
                    goes_on
                }
                Done::Failed(error, block) => {
                    block.into_iter().for_each(|block| drop(give_back.send(block)));
                    take(Err(error), pauses)
                }
                Done::Panicked(panic) => return Some(panic),
            };
            if !goes_on {
                return None;
            }
        }
    }
    None
}
