//! `/v1/offers` and `/v1/requests`: the addresses of both sides, written once. A macro gives each side
//! a module of handlers, because an entry of the OpenAPI document belongs to one function; what they
//! do is in `postings.rs`, `matches.rs` and `bulk/`.

/// The module of a side: its name, the words for many, for one and for what answers it, its side, record and page.
macro_rules! side {
    ($module:ident, $many:literal, $one:literal, $answers:literal, $side:expr, $Record:ident, $Page:ident) => {
        #[doc = concat!("Handlers of `/v1/", $many, "`.")]
        pub(super) mod $module {
            use axum::{Json, Router};
            use axum::body::Body;
            use axum::extract::{DefaultBodyLimit, State};
            use axum::http::HeaderMap;
            use axum::response::Response;
            use axum::routing::{get, post};

            use crate::domain::Side;
            use crate::http::alerts::{self, Muting};
            use crate::http::auth::{Reader, Writer};
            use crate::http::body::{Object, PathId};
            use crate::http::bulk::Line;
            use crate::http::openapi::{Answer, Sifting, Workbook, $Page, $Record};
            use crate::http::params::Params;
            use crate::http::postings::Receipt;
            use crate::http::problem::Problem;
            use crate::http::state::AppState;
            use crate::http::{bulk, matches, postings};

            const SIDE: Side = $side;

            pub(in crate::http) fn routes() -> Router<AppState> {
                Router::new()
                    .route(concat!("/v1/", $many), get(list).post(create))
                    .route(concat!("/v1/", $many, "/{id}"), get(show).put(replace).delete(remove))
                    .route(concat!("/v1/", $many, "/{id}/matches"), get(matching))
                    .route(concat!("/v1/", $many, "/{id}/alerts"), get(muting).put(mute))
            }

            pub(in crate::http) fn bulk_routes() -> Router<AppState> {
                // The bulk reader counts for itself.
                Router::new().route(concat!("/v1/", $many, "/bulk"), post(load)).layer(DefaultBodyLimit::disable())
            }

            #[utoipa::path(get, path = concat!("/v1/", $many), tag = $many, operation_id = concat!("list-", $many),
                summary = concat!("Lists ", $many, " in the order of their identifiers."),
                params(("limit" = Option<usize>, Query, description = "1 to 100; 20 if absent"),
                    ("cursor" = Option<String>, Query, description = "the cursor of the page before")),
                responses((status = 200, description = "a page", body = $Page), (status = 400, description = "a parameter cannot be read", body = Problem),
                    (status = 401, description = "a key is needed or wrong", body = Problem)))]
            pub(in crate::http) async fn list(State(state): State<AppState>, _: Reader, params: Params) -> Result<Response, Problem> {
                postings::list(state, SIDE, params).await
            }

            #[utoipa::path(post, path = concat!("/v1/", $many), tag = $many, operation_id = concat!("post-", $one), request_body = $Record, security(("key" = [])),
                summary = concat!("Posts one ", $one, "; one with a known external identifier of the same party replaces what is there."),
                params(("wait" = Option<String>, Query, description = "searchable: answer once it can be found")),
                responses((status = 201, description = "posted", body = Receipt), (status = 200, description = "replaced", body = Receipt),
                    (status = 400, description = "the body cannot be read", body = Problem), (status = 401, description = "a key is needed or wrong", body = Problem),
                    (status = 403, description = "the key does not allow this", body = Problem), (status = 409, description = "the identifier is taken", body = Problem),
                    (status = 413, description = "too large", body = Problem), (status = 415, description = "not JSON", body = Problem),
                    (status = 422, description = "fields cannot be read; each is named", body = Problem)))]
            pub(in crate::http) async fn create(State(state): State<AppState>, Writer(actor): Writer, params: Params, Object(draft): Object) -> Result<Response, Problem> {
                postings::create(state, SIDE, actor, params, draft).await
            }

            #[utoipa::path(get, path = concat!("/v1/", $many, "/{id}"), tag = $many, operation_id = concat!("show-", $one), params(("id" = String, Path)),
                summary = concat!("One of the ", $many, "; an ended one carries `\"expired\": true`."),
                responses((status = 200, description = "as it was posted", body = $Record), (status = 304, description = "the version of If-None-Match is still stored"),
                    (status = 404, description = "there is none", body = Problem)))]
            pub(in crate::http) async fn show(State(state): State<AppState>, _: Reader, path: PathId, params: Params, headers: HeaderMap) -> Result<Response, Problem> {
                params.only(&[])?;
                postings::get(state, SIDE, path.id(SIDE)?, headers).await
            }

            #[utoipa::path(put, path = concat!("/v1/", $many, "/{id}"), tag = $many, operation_id = concat!("put-", $one), request_body = $Record, security(("key" = [])),
                summary = "Replaces, or posts under a chosen identifier. `If-Match` guards against lost changes.",
                params(("id" = String, Path), ("If-Match" = Option<String>, Header, description = "an ETag, or *"),
                    ("If-None-Match" = Option<String>, Header, description = "*: only if nothing is stored"),
                    ("wait" = Option<String>, Query, description = "searchable: answer once it can be found")),
                responses((status = 200, description = "replaced", body = Receipt), (status = 201, description = "posted", body = Receipt),
                    (status = 403, description = "the key does not allow this", body = Problem), (status = 409, description = "the external identifier is another's", body = Problem),
                    (status = 412, description = "the record has changed", body = Problem), (status = 422, description = "fields cannot be read; each is named", body = Problem)))]
            pub(in crate::http) async fn replace(
                State(state): State<AppState>,
                Writer(actor): Writer,
                path: PathId,
                params: Params,
                headers: HeaderMap,
                Object(draft): Object,
            ) -> Result<Response, Problem> {
                postings::replace(state, SIDE, actor, path.id(SIDE)?, params, headers, draft).await
            }

            #[utoipa::path(delete, path = concat!("/v1/", $many, "/{id}"), tag = $many, operation_id = concat!("withdraw-", $one), security(("key" = [])),
                summary = concat!("Withdraws one ", $one, "."),
                params(("id" = String, Path), ("If-Match" = Option<String>, Header, description = "an ETag, or *"),
                    ("wait" = Option<String>, Query, description = "searchable: answer once it can no longer be found")),
                responses((status = 204, description = "withdrawn"), (status = 403, description = "the key does not allow this", body = Problem),
                    (status = 404, description = "there is none", body = Problem), (status = 412, description = "the record has changed", body = Problem)))]
            pub(in crate::http) async fn remove(State(state): State<AppState>, Writer(actor): Writer, path: PathId, params: Params, headers: HeaderMap) -> Result<Response, Problem> {
                postings::remove(state, SIDE, actor, path.id(SIDE)?, params, headers).await
            }

            #[utoipa::path(get, path = concat!("/v1/", $many, "/{id}/matches"), tag = "matching", operation_id = concat!("match-", $one),
                summary = concat!("The ", $answers, " that answer this ", $one, ", best first, each with its reasons."),
                params(("id" = String, Path), Sifting),
                responses((status = 200, description = "a page of hits", body = Answer), (status = 400, description = "a parameter cannot be read", body = Problem),
                    (status = 403, description = "a parameter is for operators alone", body = Problem),
                    (status = 404, description = "there is none", body = Problem)))]
            pub(in crate::http) async fn matching(State(state): State<AppState>, Reader(caller): Reader, path: PathId, params: Params, headers: HeaderMap) -> Result<Response, Problem> {
                matches::stored(state, SIDE, path.id(SIDE)?, (caller, params), &headers).await
            }

            #[utoipa::path(get, path = concat!("/v1/", $many, "/{id}/alerts"), tag = "alerts", operation_id = concat!("show-alerts-of-", $one), security(("key" = [])),
                summary = concat!("Whether the alerts about new ", $answers, " for this ", $one, " are off."),
                params(("id" = String, Path)),
                responses((status = 200, description = "whether it is muted", body = Muting), (status = 401, description = "no valid key", body = Problem),
                    (status = 403, description = "the key does not allow this", body = Problem), (status = 404, description = "there is none", body = Problem)))]
            pub(in crate::http) async fn muting(State(state): State<AppState>, Writer(actor): Writer, path: PathId, params: Params) -> Result<Json<Muting>, Problem> {
                alerts::muting(state, SIDE, path.id(SIDE)?, actor, params).await
            }

            #[utoipa::path(put, path = concat!("/v1/", $many, "/{id}/alerts"), tag = "alerts", operation_id = concat!("mute-", $one), request_body = Muting, security(("key" = [])),
                summary = concat!("Turns the alerts about new ", $answers, " for this ", $one, " off or on; matches that come meanwhile are not told of later."),
                params(("id" = String, Path)),
                responses((status = 200, description = "as it is now", body = Muting), (status = 400, description = "the body cannot be read", body = Problem),
                    (status = 401, description = "no valid key", body = Problem), (status = 403, description = "the key does not allow this", body = Problem),
                    (status = 404, description = "there is none", body = Problem), (status = 422, description = "fields cannot be read; each is named", body = Problem)))]
            pub(in crate::http) async fn mute(State(state): State<AppState>, Writer(actor): Writer, path: PathId, params: Params, body: Object) -> Result<Json<Muting>, Problem> {
                alerts::mute(state, SIDE, path.id(SIDE)?, actor, params, body).await
            }

            #[utoipa::path(post, path = concat!("/v1/", $many, "/bulk"), tag = $many, operation_id = concat!("load-", $many), security(("key" = [])),
                summary = "Loads many from NDJSON, CSV or XLSX; good rows land, each row gets a line in the answer.",
                description = "A row with an `external_id` that its party has used replaces that posting. Rows that name no party belong \
                    to the key's; an operator's belong to `anonymous`, in which one file may have an `external_id` only once. Amounts may \
                    have a decimal comma; one with two readings is refused unless other amounts of its column show which sign parts the \
                    thousands.",
                params(("wait" = Option<String>, Query, description = "searchable: answer once the last row can be found"),
                    ("sheet" = Option<String>, Query, description = "sheet of a workbook; the first that is shown if absent")),
                request_body(content((String = "application/x-ndjson"), (String = "text/csv"),
                    (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
                responses((status = 200, description = "NDJSON: a line for each row", content_type = "application/x-ndjson", body = Line),
                    (status = 400, description = "the file cannot be read", body = Problem), (status = 413, description = "too large", body = Problem),
                    (status = 415, description = "another format", body = Problem), (status = 422, description = "the header names no goods", body = Problem),
                    (status = 503, description = "other files are being read", body = Problem)))]
            pub(in crate::http) async fn load(State(state): State<AppState>, Writer(actor): Writer, params: Params, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
                bulk::load(state, SIDE, actor, params, &headers, body).await
            }
        }
    };
}

side!(offers, "offers", "offer", "requests", Side::Offer, Offer, OfferPage);
side!(requests, "requests", "request", "offers", Side::Request, Request, RequestPage);
