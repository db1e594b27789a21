//! Running the service until it is told to stop, and then ending within a bounded time.

use std::future::Future;
use std::io;

use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::{AppState, router};

/// Serves until `shutdown` completes, then takes no new connection and lets running requests end.
/// What has not ended after the drain timeout is cut off: one idle connection must not keep a
/// server alive. The engine is still open when this returns.
pub async fn serve(listener: TcpListener, state: AppState, shutdown: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
    let drain = state.config().drain_timeout;
    let (told, stopping) = oneshot::channel::<()>();
    let marked = state.clone();
    let signal = async move {
        shutdown.await;
        tracing::info!("stopping: no new requests are taken");
        marked.drain();
        let _ = told.send(());
    };
    let server = axum::serve(listener, router(state)).with_graceful_shutdown(signal);
    let deadline = async move {
        match stopping.await {
            Ok(()) => tokio::time::sleep(drain).await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        ended = async { server.await } => ended,
        () = deadline => {
            tracing::warn!(drain_ms = drain.as_millis() as u64, "requests were still running at the end of the drain time");
            Ok(())
        }
    }
}
