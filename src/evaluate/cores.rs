//! Independent work on several cores, with results in the order of the work.

/// Does each piece of work, several at a time, on `most` threads at most.
pub fn side_by_side<W: Sync, R: Send>(work: &[W], most: usize, task: impl Fn(&W) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(most).min(work.len());
    if threads <= 1 {
        return work.iter().map(task).collect();
    }
    let task = &task;
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let worker = |first: usize| move || work.iter().enumerate().skip(first).step_by(threads).map(|(at, one)| (at, task(one))).collect::<Vec<_>>();
        let workers: Vec<_> = (0..threads).map(|first| scope.spawn(worker(first))).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
