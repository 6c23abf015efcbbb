//! The threads that columns are worked on with.
//!
//! A forked process (multiprocessing on Linux, the workers of a cluster) inherits the memory of a
//! thread pool but none of its threads: work given to it would wait for ever. So each process has a
//! pool of its own.

use std::process;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::{ThreadPool, ThreadPoolBuilder};

/// The pool and the process it was made in.
static POOL: Mutex<Option<(u32, Arc<ThreadPool>)>> = Mutex::new(None);

/// Runs parallel iterators with this process's threads.
pub(super) fn install<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    match pool() {
        Some(pool) => pool.install(work),
        // No threads to be had: rayon's own way of going on is as good as any.
        None => work(),
    }
}

fn pool() -> Option<Arc<ThreadPool>> {
    let mut held = POOL.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((process, pool)) = &*held
        && *process == process::id()
    {
        return Some(pool.clone());
    }
    let pool = ThreadPoolBuilder::new().thread_name(|i| format!("rawi-{i}")).build().ok()?;
    let pool = Arc::new(pool);
    // The parent's pool is left as it is: to drop it would be to wait for threads that are not here.
    std::mem::forget(held.replace((process::id(), pool.clone())));
    Some(pool)
}
