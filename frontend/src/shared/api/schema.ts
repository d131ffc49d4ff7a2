/* Generated from docs/openapi.json by `npm run types`. Do not edit. */

export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The service at a glance
         * @description A request that accepts `text/html` gets the web page when one is embedded.
         */
        get: operations["root"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/analyze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Analyse code and wait
         * @description The syntax tree is always asked; the program is run at growing sizes when the language check lets it run, and a
         *     language model explains when one is configured. What fails of these is told in `notices`. Code that does not parse or
         *     is blank is answered with 200 and `success: false`.
         */
        post: operations["analyze"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/analyze/async": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Analyse code and follow the narrative
         * @description Server-sent events: `analysis_stream_start`, then `analysis_stream_evidence` with the answer as far as it needs no
         *     language model, `analysis_stream_chunk` with each piece of the narrative, and at last `analysis_stream_complete` with
         *     the whole answer or `analysis_stream_error` with a sentence. A comment comes every few seconds when nothing else does.
         *     A client that goes away stops the work.
         */
        post: operations["analyze_async"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/analyze/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether code can be analysed */
        get: operations["analyze_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm an account */
        post: operations["confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out
         * @description The refresh token is good for nothing any more. An access token that was given out stays good until it expires.
         */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who calls
         * @description There is an answer in every mode.
         */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get a new access token */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for an account
         * @description A code is sent to the address; give it to `/auth/confirm`. The answer is the same when the user name is taken.
         */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document as a page */
        get: operations["docs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/execute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run code and wait for its result
         * @description A program that fails, a refusal by the policy and a syntax error are answers like any other: 200 with
         *     `success: false`. The job goes on when the client goes away; its result is kept. With `analyze` the answer also tells
         *     how the program grows; that is found out beside the run, and waited for at most ten seconds longer. A request that is sent
         *     again under its `Idempotency-Key` with an API key without `jobs:read` is answered where the job is, and nothing of its
         *     code or output.
         */
        post: operations["execute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/execute/async": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit a job without waiting
         * @description The same as `POST /v1/jobs`.
         */
        post: operations["execute_async"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the service is */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether jobs are served now
         * @description Jobs are accepted while the answer is 503; they wait.
         */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/languages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be run */
        get: operations["languages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics for Prometheus */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["openapi_json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who ran what, when, with which outcome
         * @description For operators. With `Accept: application/x-ndjson` the answer is every entry that matches, newest first, one JSON object a
         *     line and without pages.
         */
        get: operations["audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a client must know before sign-in */
        get: operations["config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's jobs, newest first */
        get: operations["list_jobs"];
        put?: never;
        /** Submit a job without waiting */
        post: operations["create_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One job */
        get: operations["get_job"];
        put?: never;
        post?: never;
        /** Forget a job that has ended */
        delete: operations["delete_job"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a job
         * @description A waiting job is `cancelled` at once; a running one has `cancel_requested` until its executor has stopped it; one
         *     that has ended stays as it is. A key without `jobs:read` is answered where the job is, and nothing of its code or output.
         */
        post: operations["cancel_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A job's events, live
         * @description Server-sent events: first those that are stored, then each as it happens; `done` is the last, and the stream ends.
         *     A comment comes every few seconds when nothing else does. A client that was cut off sends the last `id` it saw and
         *     misses nothing. Output of an attempt lower than the newest is void.
         */
        get: operations["job_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One output stream, byte for byte
         * @description What the last attempt wrote so far, at most as much as is kept.
         */
        get: operations["job_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/share": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a read-only link
         * @description Whoever has it sees the job without signing in, so a key needs both `jobs:read` and `jobs:write` to make one. An earlier
         *     link of the job stops working.
         */
        post: operations["share_job"];
        /** Remove the read-only link */
        delete: operations["unshare_job"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The caller's API keys, newest first
         * @description The keys themselves are not kept and cannot be shown.
         */
        get: operations["list_keys"];
        put?: never;
        /**
         * Make an API key
         * @description The answer is the only time that the key is shown. What is done with it is done in the name of who made it.
         */
        post: operations["create_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description From the next request on, everywhere. Operators can revoke anyone's.
         */
        delete: operations["revoke_key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operator/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everyone's API keys, newest first */
        get: operations["list_all_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shared/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The job behind a read-only link */
        get: operations["get_shared"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check code without running it */
        post: operations["validate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A job that is in. */
        Accepted: {
            /**
             * Format: uuid
             * @description Identifier.
             */
            job_id: string;
            /**
             * Format: int64
             * @description Jobs that will run before it, while it waits: 1000 stands for as many or more.
             */
            queue_position: number | null;
            /** @description `queued`, unless it has already got further. */
            status: components["schemas"]["JobStatus"];
        };
        /**
         * @description How the sources of an answer relate.
         * @enum {string}
         */
        Agreement: "agree" | "near" | "conflict" | "single";
        /**
         * @description How a program's time and space grow, and what that rests on.
         * @example {
         *       "agreement": "agree",
         *       "available": true,
         *       "cached": false,
         *       "confidence": "medium",
         *       "error": null,
         *       "evidence": {
         *         "measured": {
         *           "curve": [
         *             {
         *               "size": 8,
         *               "steps": 19
         *             },
         *             {
         *               "size": 9.059850094780446,
         *               "steps": 21.11970018956089
         *             }
         *           ],
         *           "points": [
         *             {
         *               "size": 8,
         *               "steps": 19
         *             },
         *             {
         *               "size": 64,
         *               "steps": 131
         *             },
         *             {
         *               "size": 512,
         *               "steps": 1027
         *             },
         *             {
         *               "size": 1024,
         *               "steps": 2051
         *             }
         *           ],
         *           "quality": 1,
         *           "space": null,
         *           "time_complexity": "O(n)"
         *         },
         *         "model": null,
         *         "static": {
         *           "confidence": "medium",
         *           "functions": [],
         *           "reasons": [
         *             {
         *               "line": 2,
         *               "text": "a loop of O(n) rounds"
         *             }
         *           ],
         *           "space_complexity": "O(1)",
         *           "time_complexity": "O(n)"
         *         }
         *       },
         *       "model": null,
         *       "narrative": "**Time: O(n)**, **space: O(1)**. A single loop that behaves otherwise would change this.\n\nWhat decides:\n\n- line 2: a loop of O(n) rounds\n\n4 measured runs agree: their steps grow as O(n).\n",
         *       "notices": [],
         *       "prompt_version": null,
         *       "space_complexity": "O(1)",
         *       "space_expression": "O(1)",
         *       "success": true,
         *       "suggestions": [],
         *       "time_complexity": "O(n)",
         *       "time_expression": "O(n)"
         *     }
         */
        Analysis: {
            /** @description How the syntax tree and the measured runs relate. */
            agreement: components["schemas"]["Agreement"];
            /** @description Whether there is an analyzer; always true where there is an answer. */
            available: boolean;
            /** @description Whether the answer was known from an earlier request. */
            cached: boolean;
            /** @description How sure this is of the time. */
            confidence: components["schemas"]["Confidence"];
            /** @description Why the code could not be analysed, in a sentence. */
            error: string | null;
            /** @description What each source says. */
            evidence: components["schemas"]["AnalysisEvidence"];
            /** @description Name of the language model that was heard, if one was. */
            model: string | null;
            /** @description The same in words, as Markdown. */
            narrative: string;
            /** @description What kept a source from being heard, a sentence each. */
            notices: string[];
            /** @description Version of the prompt that it answered. */
            prompt_version: string | null;
            /** @description How space grows, in the same words. */
            space_complexity: string;
            /** @description How space grows, in the program's own sizes. */
            space_expression: string;
            /** @description Whether the code could be analysed: it parses and is not empty. */
            success: boolean;
            /** @description What to change. */
            suggestions: components["schemas"]["LineNote"][];
            /**
             * @description How time grows, all sizes taken together: `O(1)`, `O(log n)`, `O(√n)`, `O(n)`, `O(n log n)`, `O(n √n)`, `O(n²)`,
             *     `O(n² log n)`, `O(n³)`, `O(nᵏ)`, `O(2ⁿ)`, `O(n!)` or `unknown`; `N/A` for code that is empty.
             */
            time_complexity: string;
            /** @description How time grows, in the program's own sizes. */
            time_expression: string;
        };
        /** @description What each source says. */
        AnalysisEvidence: {
            measured: components["schemas"]["MeasuredEvidence"] | null;
            model: components["schemas"]["ModelEvidence"] | null;
            /** @description The syntax tree, which is always asked. */
            static: components["schemas"]["StaticEvidence"];
        };
        /**
         * @description An input of a size.
         * @example {
         *       "size": 3,
         *       "stdin": "3\n1 2 3\n"
         *     }
         */
        AnalysisInput: {
            /**
             * Format: int64
             * @description What the points are plotted over.
             */
            size: number;
            /** @description Standard input. */
            stdin: string;
        };
        /**
         * @description The `data` of one event of `POST /analyze/async`.
         * @example {
         *       "chunk": "## Time: O(n)\n",
         *       "type": "analysis_stream_chunk"
         *     }
         */
        AnalysisMessage: {
            /** @enum {string} */
            type: "analysis_stream_start";
        } | {
            /** @description Without the model. */
            result: components["schemas"]["Analysis"];
            /** @enum {string} */
            type: "analysis_stream_evidence";
        } | {
            /** @description Markdown. */
            chunk: string;
            /** @enum {string} */
            type: "analysis_stream_chunk";
        } | {
            /** @description As `POST /analyze` answers it. */
            result: components["schemas"]["Analysis"];
            /** @enum {string} */
            type: "analysis_stream_complete";
        } | {
            /** @description A sentence. */
            error: string;
            /** @enum {string} */
            type: "analysis_stream_error";
        };
        /**
         * @description What to analyse. Fields that are not listed are ignored.
         * @example {
         *       "code": "n = int(input())\nprint(sum(range(n)))"
         *     }
         */
        AnalysisRequest: {
            /** @description Source text: valid UTF-8 with at most `source_bytes_max` bytes (see `GET /languages`). */
            code: string;
            /** @description Inputs to measure with, together at most 1 MiB; without any they are derived from the program. */
            inputs?: components["schemas"]["AnalysisInput"][] | null;
            /**
             * @description See `GET /languages`.
             * @default python
             */
            language: string;
            /** @description Accepted, without an effect. */
            snippet_id?: string | null;
        };
        /** @description Whether code can be analysed. */
        AnalyzerDocument: {
            /** @description Whether an analyzer is configured and answers. */
            available: boolean;
            /** @description Whether programs are run to measure them. */
            measures: boolean;
            /** @description Which model. */
            model: string | null;
            /** @description Who runs its language model, for example `gemini`; null without one. */
            provider: string | null;
        };
        /** @description A key as it can be looked at. */
        ApiKey: {
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description From then on it is good for nothing.
             */
            expires_at: string;
            /**
             * Format: uuid
             * @description Its name inside the service.
             */
            id: string;
            /**
             * Format: date-time
             * @description When it was used last, to the minute.
             */
            last_used_at: string | null;
            /**
             * @description What its owner calls it.
             * @example nightly build
             */
            name: string;
            /**
             * @description Whose jobs are those that are made with it.
             * @example cognito:1b9f0b04-be9c-4148-bd1b-198848855ae5
             */
            owner: string;
            /**
             * Format: date-time
             * @description Since when it is good for nothing, if it was revoked.
             */
            revoked_at: string | null;
            /**
             * @description What it is good for.
             * @example [
             *       "jobs:read",
             *       "jobs:write"
             *     ]
             */
            scopes: string[];
        };
        /** @description A page of keys. */
        ApiKeyList: {
            /** @description Newest first; those that ended recently too. */
            keys: components["schemas"]["ApiKey"][];
            /**
             * Format: uuid
             * @description Give it as `before` for the next page; null at the end.
             */
            next: string | null;
        };
        /** @description One entry. It never has code, input or output. */
        AuditEntry: {
            /**
             * Format: date-time
             * @description When it was written.
             */
            at: string;
            error_code: components["schemas"]["JobErrorCode"] | null;
            /** @description What happened. */
            event: components["schemas"]["AuditEvent"];
            /**
             * Format: double
             * @description Run time of the program in milliseconds.
             */
            execution_time_ms: number | null;
            /**
             * Format: int32
             * @description The program's exit code.
             */
            exit_code: number | null;
            /**
             * Format: uuid
             * @description The job.
             */
            job_id: string;
            /** @description The API key that was used, where it was one. */
            key_id: string | null;
            /** @description Language name. */
            language: string;
            limit: components["schemas"]["LimitName"] | null;
            /**
             * @description Who had it made, where the service owns it: measured runs of an analysis are jobs of `system:analyzer`, on behalf of
             *     the caller who asked for the analysis.
             */
            on_behalf_of: string | null;
            /** @description Whose job it is. */
            principal: string;
            /** @description `X-Request-Id` of the request that made the job. */
            request_id: string | null;
            /**
             * Format: int64
             * @description Its number; later entries have higher ones.
             */
            seq: number;
            /**
             * Format: int32
             * @description The signal that ended it.
             */
            signal: number | null;
            /** @description SHA-256 of the code, in hexadecimal. */
            source_sha256: string | null;
            status: components["schemas"]["JobStatus"] | null;
        };
        /**
         * @description What happened to a job.
         * @enum {string}
         */
        AuditEvent: "accepted" | "refused" | "ended";
        /** @description A page of the audit log. */
        AuditPage: {
            /** @description Newest first. */
            entries: components["schemas"]["AuditEntry"][];
            /**
             * Format: int64
             * @description Give it as `before` for the next page; null at the end.
             */
            next: number | null;
        };
        /** @description How to sign in. */
        AuthDocument: {
            cognito: components["schemas"]["CognitoDocument"] | null;
            /** @description Which way. */
            mode: components["schemas"]["AuthModeName"];
        };
        /**
         * @description A way to sign in.
         * @enum {string}
         */
        AuthModeName: "local" | "api_key" | "cognito";
        /**
         * Format: binary
         * @description Bytes of any kind.
         */
        Bytes: string;
        /** @description Where to sign in. */
        CognitoDocument: {
            /** @description The app client. */
            client_id: string;
            /** @description Another address than the region's own. */
            endpoint: string | null;
            /** @description For example `eu-west-1`. */
            region: string;
            /** @description The user pool. */
            user_pool_id: string;
        };
        /** @description One part of the service. */
        Component: {
            /** @description A sentence for a person. */
            detail: string;
            /** @description For example `store`. */
            name: string;
            /** @description Whether jobs can be served with it as it is. */
            ready: boolean;
        };
        /**
         * @description How sure an answer is.
         * @enum {string}
         */
        Confidence: "high" | "medium" | "low";
        /** @description What a client must know. */
        ConfigDocument: {
            /** @description How to sign in. */
            auth: components["schemas"]["AuthDocument"];
            /** @description Whether only whitelisted modules may be imported. */
            imports: components["schemas"]["ImportsName"];
            /** @description What a job may use. */
            limits: components["schemas"]["Limits"];
            /** @description Whether any layer of isolation is relaxed. Show it. */
            relaxed: boolean;
            /** @description Bytes of source text in one job. */
            source_bytes_max: number;
            /** @description The product's version. */
            version: string;
        };
        /**
         * @description The code that was sent.
         * @example {
         *       "code": "123456",
         *       "username": "ada@example.org"
         *     }
         */
        Confirmation: {
            /** @description From the message. */
            code: string;
            /** @description As given to `/auth/register`. */
            username: string;
        };
        /** @description The key that was made. */
        CreatedApiKey: components["schemas"]["ApiKey"] & {
            /**
             * Format: password
             * @description The key itself. It is not kept and cannot be shown again.
             */
            key: string;
        };
        /** @description One place on the fitted curve. */
        CurvePoint: {
            /**
             * Format: double
             * @description Size of the input.
             */
            size: number;
            /**
             * Format: double
             * @description Steps.
             */
            steps: number;
        };
        /** @description How a job ended: the result without code, input and output. */
        Done: {
            /** @description Why it did not succeed, in a sentence. */
            error: string | null;
            error_code: components["schemas"]["JobErrorCode"] | null;
            /** @description The exception's name, where there is one. */
            error_type: string | null;
            /**
             * Format: double
             * @description Run time of the program in milliseconds.
             */
            execution_time_ms: number | null;
            /**
             * Format: int32
             * @description The program's exit code.
             */
            exit_code: number | null;
            limit: components["schemas"]["LimitName"] | null;
            /**
             * Format: double
             * @description From acceptance until an executor took it.
             */
            queue_time_ms: number | null;
            resource_usage: components["schemas"]["ResourceUsage"] | null;
            /** @description Why the policy refused the code. */
            security_violations: components["schemas"]["Violation"][];
            /**
             * Format: int32
             * @description The signal that ended it.
             */
            signal: number | null;
            /**
             * Format: double
             * @description From then until the program was sent.
             */
            startup_time_ms: number | null;
            /** @description The word. */
            status: components["schemas"]["JobStatus"];
            /** @description Whether the program ended with exit code 0 within its limits. */
            success: boolean;
            /** @description Whether it was stopped at its wall or processor time. */
            timed_out: boolean;
            /** @description Whether any output stream was cut. */
            truncated: boolean;
            /** @description Which. */
            truncated_streams: components["schemas"]["StreamName"][];
        };
        /**
         * @description The body of every answer with a 4xx or 5xx status.
         * @example {
         *       "detail": "timeout_seconds: must be greater than 0",
         *       "error": {
         *         "code": "INVALID_FIELD",
         *         "details": {
         *           "fields": [
         *             {
         *               "field": "timeout_seconds",
         *               "message": "must be greater than 0"
         *             }
         *           ]
         *         },
         *         "message": "timeout_seconds: must be greater than 0",
         *         "suggestion": "Correct the fields named in `details` and send the request again."
         *       },
         *       "request_id": "01980f3e-5d5c-7c1a-9d5e-2f8f1c0a7b11"
         *     }
         */
        Error: {
            /** @description The same as `error.message`. */
            detail: string;
            /** @description What went wrong. */
            error: components["schemas"]["ErrorDetail"];
            /** @description The same as the header `X-Request-Id`; give it when reporting a problem. */
            request_id: string;
        };
        /** @description What went wrong. */
        ErrorDetail: {
            /** @description Stable, for programs. */
            code: string;
            /** @description Which fields, for 413 and 422; empty otherwise. */
            details: components["schemas"]["ErrorFields"];
            /** @description For a person. */
            message: string;
            /** @description What to do. */
            suggestion: string;
        };
        /** @description Which fields were wrong. */
        ErrorFields: {
            /** @description Each of them. */
            fields?: components["schemas"]["FieldError"][];
        };
        /**
         * @description The `data` of one event of `GET /v1/jobs/{id}/events`.
         * @example {
         *       "at": "2026-01-15T09:30:00.131Z",
         *       "attempt": 1,
         *       "job_id": "01980f3e-5d5c-7c1a-9d5e-2f8f1c0a7b11",
         *       "seq": 4,
         *       "stream": "stdout",
         *       "text": "45\n",
         *       "type": "output"
         *     }
         */
        Event: components["schemas"]["MessageBody"] & {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /**
             * Format: int32
             * @description The attempt that wrote it. Output of an attempt before the newest is void.
             */
            attempt: number;
            /**
             * Format: uuid
             * @description Whose.
             */
            job_id: string;
            /**
             * Format: int64
             * @description Number within the job, from 1; also the event's `id`.
             */
            seq: number;
        };
        /** @description A program to start from. */
        Example: {
            /** @description Source text. */
            code: string;
            /** @description Title. */
            name: string;
        };
        /** @description A job, as far as its caller may see it, and with what else was asked. */
        ExecuteAnswer: components["schemas"]["ExecuteResult"] | components["schemas"]["Result"] | components["schemas"]["JobBrief"];
        /** @description A job, and how its program grows when that was asked. */
        ExecuteResult: components["schemas"]["Result"] & {
            analysis?: components["schemas"]["Analysis"] | null;
            /** @description Why it is not known, in a sentence. Absent unless the request had `analyze`. */
            analysis_error?: string | null;
        };
        /** @description One field that is wrong. */
        FieldError: {
            /** @description Its path, for example `timeout_seconds` or `files[0].path`. */
            field: string;
            /** @description What is wrong with it. */
            message: string;
        };
        /**
         * @description A file in the program's working directory.
         * @example {
         *       "content": "a,b\n1,2\n",
         *       "path": "data/input.csv"
         *     }
         */
        File: {
            /** @description Contents as text. */
            content?: string | null;
            /**
             * Format: byte
             * @description Contents as base64, instead of `content`.
             */
            content_base64?: string | null;
            /** @description Relative, without `..`. */
            path: string;
        };
        /** @description A file that was given to a job. */
        FileSummary: {
            /** @description Size. */
            bytes: number;
            /** @description Relative path. */
            path: string;
        };
        /** @description What the syntax tree says of one function. */
        FunctionEvidence: {
            /**
             * Format: int32
             * @description Line of its definition, from 1.
             */
            line: number;
            /** @description Its name. */
            name: string;
            /** @description How it calls itself, if it does. */
            recursion: string | null;
            /** @description How the space grows that it makes itself. */
            space_complexity: string;
            /** @description How its time grows. */
            time_complexity: string;
        };
        /** @description How the service is, part by part. */
        HealthDocument: {
            /** @description Its parts. */
            components: components["schemas"]["Component"][];
            /**
             * @description `healthy` or `degraded`.
             * @example healthy
             */
            status: string;
            /** @description The product's version. */
            version: string;
        };
        /** @description What one run held at once. */
        HeldPoint: {
            /**
             * Format: int64
             * @description Elements of all containers and characters of texts together.
             */
            elements: number;
            /**
             * Format: int64
             * @description Size of the input.
             */
            size: number;
        };
        /**
         * @description Which modules may be imported.
         * @enum {string}
         */
        ImportsName: "whitelist" | "any";
        /** @description What isolates, or isolated, a job. */
        Isolation: {
            /** @description For example `runsc`. */
            driver: string;
            /** @description How the runtime intercepts system calls, for example `systrap`. */
            platform: string;
            /** @description Whether any layer is relaxed. */
            relaxed: boolean;
            /** @description The runtime's version. */
            runtime_version: string;
            /** @description How sandboxes start, for example `restore` or `cold`. */
            start: string;
        };
        /** @description Where a job is: nothing of what it runs, wrote or found. */
        JobBrief: {
            /** @description Whether its owner asked to stop it. */
            cancel_requested: boolean;
            /**
             * Format: uuid
             * @description Identifier.
             */
            job_id: string;
            /**
             * Format: int64
             * @description Jobs that will run before it, while it waits: 1000 stands for as many or more.
             */
            queue_position: number | null;
            /** @description Where it is. */
            status: components["schemas"]["JobStatus"];
        };
        /**
         * @description Why a job has no result of its own.
         * @enum {string}
         */
        JobErrorCode: "POLICY_VIOLATION" | "SYNTAX_ERROR" | "EXECUTOR_LOST" | "UNDELIVERABLE";
        /** @description A page of jobs. */
        JobList: {
            /** @description Newest first. */
            jobs: components["schemas"]["JobSummary"][];
            /**
             * Format: uuid
             * @description Give it as `before` for the next page; null at the end.
             */
            next: string | null;
        };
        /**
         * @description Where a job is in its life.
         * @enum {string}
         */
        JobStatus: "queued" | "running" | "success" | "failed" | "timed_out" | "cancelled";
        /** @description A job without its code and output. */
        JobSummary: {
            /**
             * Format: int32
             * @description Tries so far.
             */
            attempt: number;
            /**
             * Format: date-time
             * @description When it was accepted.
             */
            created_at: string;
            error_code: components["schemas"]["JobErrorCode"] | null;
            /**
             * Format: double
             * @description Run time of the program in milliseconds.
             */
            execution_time_ms: number | null;
            /**
             * Format: int32
             * @description The program's exit code.
             */
            exit_code: number | null;
            /**
             * Format: date-time
             * @description When it ended.
             */
            finished_at: string | null;
            /** @description First non-empty line of the code, at most 120 characters. */
            first_line: string;
            /**
             * Format: uuid
             * @description Identifier.
             */
            job_id: string;
            /** @description Language name. */
            language: string;
            limit: components["schemas"]["LimitName"] | null;
            /**
             * Format: int32
             * @description The signal that ended it.
             */
            signal: number | null;
            /**
             * Format: date-time
             * @description When its last attempt began.
             */
            started_at: string | null;
            /** @description Where it is. */
            status: components["schemas"]["JobStatus"];
            /** @description Whether the program ended with exit code 0 within its limits. */
            success: boolean;
        };
        /** @description A language. */
        Language: {
            /** @description Programs to start from. */
            examples: components["schemas"]["Example"][];
            /**
             * @description Without the dot.
             * @example py
             */
            file_extension: string;
            /**
             * @description The value of `language` in a submission.
             * @example python
             */
            id: string;
            /** @description The modules that may be imported; null when any may. */
            imports: string[] | null;
            /** @description What a job may use. */
            limits: components["schemas"]["Limits"];
            /**
             * @description Monaco's name for it.
             * @example python
             */
            monaco: string;
            /**
             * @description For people.
             * @example Python
             */
            name: string;
            /**
             * @description Bytes of source text in one job.
             * @example 10240
             */
            source_bytes_max: number;
            /**
             * @description Of the interpreter.
             * @example 3.11.2
             */
            version: string;
        };
        /** @description What can be run. */
        LanguagesDocument: {
            /** @description Each of them. */
            languages: components["schemas"]["Language"][];
        };
        /**
         * @description The bound that ended a job, or that it ran into.
         * @enum {string}
         */
        LimitName: "wall_time" | "cpu_time" | "memory" | "processes" | "output" | "disk";
        /** @description What one job may use. */
        Limits: {
            /**
             * Format: int32
             * @description CPU share in thousandths of a core.
             */
            cpu_millis: number;
            /**
             * Format: int64
             * @description Processor time in milliseconds; null when only wall time and CPU share bound it.
             */
            cpu_time_ms: number | null;
            /**
             * Format: int64
             * @description Memory of the whole sandbox in bytes.
             */
            memory_bytes: number;
            /**
             * Format: int64
             * @description Bytes kept of each output stream.
             */
            output_bytes: number;
            /**
             * Format: int32
             * @description Processes and threads at once.
             */
            processes: number;
            /**
             * Format: int64
             * @description Bytes of `/tmp`.
             */
            tmp_bytes: number;
            /**
             * Format: int64
             * @description Wall time of the program in milliseconds.
             */
            wall_time_ms: number;
        };
        /** @description A place in the program, and what there is to say of it. */
        LineNote: {
            /**
             * Format: int32
             * @description Line, from 1.
             */
            line: number;
            /** @description A sentence or a part of one. */
            text: string;
        };
        /** @description That the process answers. */
        LiveDocument: {
            /**
             * @description Always `alive`.
             * @example alive
             */
            status: string;
        };
        /**
         * @description Who signs in.
         * @example {
         *       "password": "Correct-Horse-7",
         *       "username": "ada@example.org"
         *     }
         */
        Login: {
            /**
             * Format: password
             * @description The password.
             */
            password: string;
            /** @description The user name. */
            username: string;
        };
        /** @description Who calls. */
        Me: {
            /**
             * @description Name to show to a person.
             * @example ada@example.org
             */
            display_name: string | null;
            /**
             * @description Stable name: owner of the caller's jobs.
             * @example cognito:1b9f0b04-be9c-4148-bd1b-198848855ae5
             */
            id: string;
            /**
             * @description `person` or `key`.
             * @example person
             */
            kind: string;
            /**
             * @description `user` or `operator`.
             * @example user
             */
            role: string;
            /**
             * @description What the caller may do.
             * @example [
             *       "jobs:read",
             *       "jobs:write",
             *       "analyze"
             *     ]
             */
            scopes: string[];
        };
        /** @description What measured runs say. Steps are counted rather than time. */
        MeasuredEvidence: {
            /** @description The fitted curve from the smallest size to the largest; empty when no class fits. */
            curve: components["schemas"]["CurvePoint"][];
            /** @description What was measured, by size. */
            points: components["schemas"]["MeasuredPoint"][];
            /**
             * Format: double
             * @description How well it fits, from 0 to 1.
             */
            quality: number;
            space: components["schemas"]["MeasuredSpace"] | null;
            /** @description The class that fits best, or `unknown`. */
            time_complexity: string;
        };
        /** @description One measured run. */
        MeasuredPoint: {
            /**
             * Format: int64
             * @description Size of the input.
             */
            size: number;
            /**
             * Format: int64
             * @description Steps counted.
             */
            steps: number;
        };
        /** @description What measured runs held at once, at the moments when it was counted. */
        MeasuredSpace: {
            /** @description What was counted, by size. */
            points: components["schemas"]["HeldPoint"][];
            /**
             * Format: double
             * @description How well it fits, from 0 to 1.
             */
            quality: number;
            /** @description The class that fits best, or `unknown`. */
            space_complexity: string;
        };
        /** @description What happened. */
        MessageBody: {
            /** @description To this. */
            status: components["schemas"]["JobStatus"];
            /** @enum {string} */
            type: "status";
        } | {
            /**
             * Format: double
             * @description From the claim until the program was sent.
             */
            startup_time_ms: number;
            /**
             * Format: int32
             * @description From 0.
             */
            step: number;
            /** @enum {string} */
            type: "step_started";
        } | {
            /** @description What, otherwise. A chunk may begin or end inside a character. */
            base64?: string | null;
            /** @description Where. */
            stream: components["schemas"]["StreamName"];
            /** @description What, when it is valid UTF-8 by itself. */
            text?: string | null;
            /** @enum {string} */
            type: "output";
        } | {
            /**
             * Format: double
             * @description Run time of the program.
             */
            execution_time_ms: number;
            /**
             * Format: int32
             * @description Its exit code.
             */
            exit_code: number | null;
            /**
             * Format: int32
             * @description The signal that ended it.
             */
            signal: number | null;
            /**
             * Format: int32
             * @description From 0.
             */
            step: number;
            /** @enum {string} */
            type: "step_finished";
        } | (components["schemas"]["Done"] & {
            /** @enum {string} */
            type: "done";
        });
        /** @description What the language model says. */
        ModelEvidence: {
            /** @description How it relates to the other sources. */
            agreement: components["schemas"]["Agreement"];
            /** @description Its name. */
            model: string;
            /** @description Version of the prompt that it answered. */
            prompt_version: string;
            /** @description Who runs it, for example `gemini`. */
            provider: string;
            /** @description How space grows. */
            space_complexity: string;
            /** @description How time grows. */
            time_complexity: string;
        };
        /**
         * @description The key to make.
         * @example {
         *       "expires_in_days": 90,
         *       "name": "nightly build",
         *       "scopes": [
         *         "jobs:read",
         *         "jobs:write"
         *       ]
         *     }
         */
        NewApiKey: {
            /**
             * Format: int32
             * @description Days after which it is good for nothing; 90 by default.
             */
            expires_in_days?: number | null;
            /** @description What to call it. */
            name: string;
            /**
             * @description What it shall be good for: `jobs:read`, `jobs:write`, `analyze`, and `service:read`, which only operators can
             *     give. By default `jobs:read` and `jobs:write`.
             */
            scopes?: string[] | null;
        };
        /** @description Whether jobs are served now. */
        ReadyDocument: {
            /** @description The parts that decide it; none where only operators may see them. */
            components: components["schemas"]["Component"][];
            /**
             * @description `ready` or `not_ready`.
             * @example ready
             */
            status: string;
        };
        /** @description What `/auth/login` gave. */
        RefreshToken: {
            /** @description The refresh token. */
            refresh_token: string;
        };
        /** @description What happens next. */
        Registered: {
            /**
             * @description Always `confirmation_sent`.
             * @example confirmation_sent
             */
            status: string;
        };
        /**
         * @description Who wants an account.
         * @example {
         *       "password": "Correct-Horse-7",
         *       "username": "ada@example.org"
         *     }
         */
        Registration: {
            /** @description Where the code goes; by default the user name, when that is an address. */
            email?: string | null;
            /**
             * Format: password
             * @description As strong as the user pool asks for.
             */
            password: string;
            /** @description What to sign in with; where people sign in with their addresses, the address. */
            username: string;
        };
        /** @description What a job used. */
        ResourceUsage: {
            /**
             * Format: double
             * @description Processor time of the whole sandbox in milliseconds; null where nobody outside of it can tell, as with pods.
             */
            cpu_time_ms: number | null;
            /**
             * Format: int64
             * @description Highest memory in bytes; null where nobody outside of the sandbox can tell, as with pods and old kernels.
             */
            memory_peak_bytes: number | null;
        };
        /**
         * @description A job: what was asked, how far it is, and how it ended.
         * @example {
         *       "args": [],
         *       "attempt": 1,
         *       "cancel_requested": false,
         *       "code": "print(sum(range(10)))",
         *       "created_at": "2026-01-15T09:30:00.125Z",
         *       "error": null,
         *       "error_code": null,
         *       "error_type": null,
         *       "execution_time_ms": 6.214,
         *       "exit_code": 0,
         *       "files": [],
         *       "finished_at": "2026-01-15T09:30:00.134Z",
         *       "isolation": {
         *         "driver": "runsc",
         *         "platform": "systrap",
         *         "relaxed": false,
         *         "runtime_version": "release-20240729.0",
         *         "start": "restore"
         *       },
         *       "job_id": "01980f3e-5d5c-7c1a-9d5e-2f8f1c0a7b11",
         *       "language": "python",
         *       "limit": null,
         *       "limits": {
         *         "cpu_millis": 100,
         *         "cpu_time_ms": null,
         *         "memory_bytes": 268435456,
         *         "output_bytes": 1048576,
         *         "processes": 64,
         *         "tmp_bytes": 16777216,
         *         "wall_time_ms": 30000
         *       },
         *       "output": "45\n",
         *       "queue_position": null,
         *       "queue_time_ms": 0.81,
         *       "resource_usage": {
         *         "cpu_time_ms": 5.931,
         *         "memory_peak_bytes": 21319680
         *       },
         *       "security_violations": [],
         *       "signal": null,
         *       "started_at": "2026-01-15T09:30:00.126Z",
         *       "startup_time_ms": 1.402,
         *       "status": "success",
         *       "stderr": "",
         *       "stderr_base64": null,
         *       "stdin": "",
         *       "stdin_base64": null,
         *       "stdout": "45\n",
         *       "stdout_base64": null,
         *       "success": true,
         *       "timed_out": false,
         *       "truncated": false,
         *       "truncated_streams": []
         *     }
         */
        Result: {
            /** @description Arguments of the program. */
            args: string[];
            /**
             * Format: int32
             * @description Tries so far; more than one means that the service lost a sandbox.
             */
            attempt: number;
            /** @description Whether its owner asked to stop it. */
            cancel_requested: boolean;
            /** @description Source text, exactly as submitted. */
            code: string;
            /**
             * Format: date-time
             * @description When it was accepted.
             */
            created_at: string;
            /** @description Why it did not succeed, in a sentence. */
            error: string | null;
            error_code: components["schemas"]["JobErrorCode"] | null;
            /** @description The exception's name, where there is one. */
            error_type: string | null;
            /**
             * Format: double
             * @description Run time of the program in milliseconds.
             */
            execution_time_ms: number | null;
            /**
             * Format: int32
             * @description The program's exit code; 128 + n when signal n ended it.
             */
            exit_code: number | null;
            /** @description Extra files, without their contents. */
            files: components["schemas"]["FileSummary"][];
            /**
             * Format: date-time
             * @description When it ended.
             */
            finished_at: string | null;
            isolation: components["schemas"]["Isolation"] | null;
            /**
             * Format: uuid
             * @description Identifier.
             */
            job_id: string;
            /** @description Language name. */
            language: string;
            limit: components["schemas"]["LimitName"] | null;
            /** @description What it may use. */
            limits: components["schemas"]["Limits"];
            /** @description The same as `stdout`. */
            output: string;
            /**
             * Format: int64
             * @description Jobs that will run before it, while it waits: 1000 stands for as many or more.
             */
            queue_position: number | null;
            /**
             * Format: double
             * @description From acceptance until an executor took it, in milliseconds.
             */
            queue_time_ms: number | null;
            resource_usage: components["schemas"]["ResourceUsage"] | null;
            /** @description Why the policy refused the code. */
            security_violations: components["schemas"]["Violation"][];
            /**
             * Format: int32
             * @description The signal that ended the program.
             */
            signal: number | null;
            /**
             * Format: date-time
             * @description When its last attempt began.
             */
            started_at: string | null;
            /**
             * Format: double
             * @description From then until the program was sent to its sandbox, in milliseconds.
             */
            startup_time_ms: number | null;
            /** @description Where it is. */
            status: components["schemas"]["JobStatus"];
            /** @description Standard error as text; each invalid sequence is U+FFFD. */
            stderr: string;
            /** @description Standard error exactly, when it is not valid UTF-8. */
            stderr_base64: string | null;
            /** @description Standard input as text; each invalid sequence is U+FFFD. */
            stdin: string;
            /** @description Standard input exactly, when it is not valid UTF-8. */
            stdin_base64: string | null;
            /** @description Standard output as text; each invalid sequence is U+FFFD. */
            stdout: string;
            /** @description Standard output exactly, when it is not valid UTF-8. */
            stdout_base64: string | null;
            /** @description Whether the program ended with exit code 0 within its limits. */
            success: boolean;
            /** @description Whether it was stopped at its wall or processor time. */
            timed_out: boolean;
            /** @description Whether any output stream was cut. */
            truncated: boolean;
            /** @description Which. */
            truncated_streams: components["schemas"]["StreamName"][];
        };
        /** @description The service at a glance. */
        ServiceDocument: {
            /**
             * @description Where the pages about the API are.
             * @example /docs
             */
            docs: string;
            isolation: components["schemas"]["Isolation"] | null;
            /**
             * @description Where the `OpenAPI` document is.
             * @example /openapi.json
             */
            openapi: string;
            /**
             * @description Always `code-remote`.
             * @example code-remote
             */
            service: string;
            /**
             * @description Always `running`.
             * @example running
             */
            status: string;
            /** @description The product's version. */
            version: string;
        };
        /**
         * @description A read-only link.
         * @example {
         *       "token": "9f86d081884c7d659a2feaa0c55ad015",
         *       "url": "/shared/9f86d081884c7d659a2feaa0c55ad015"
         *     }
         */
        Share: {
            /** @description For `GET /v1/shared/{token}`. */
            token: string;
            /** @description Path of the page. */
            url: string;
        };
        /** @description A job as far as its caller may see it. */
        ShownJob: components["schemas"]["Result"] | components["schemas"]["JobBrief"];
        /**
         * @description What to check.
         * @example {
         *       "code": "import os"
         *     }
         */
        Source: {
            /** @description Source text: valid UTF-8 with at most `source_bytes_max` bytes (see `GET /languages`). */
            code: string;
            /**
             * @description See `GET /languages`.
             * @default python
             */
            language: string;
        };
        /** @description What the syntax tree says. */
        StaticEvidence: {
            /** @description How sure this is of the time. */
            confidence: components["schemas"]["Confidence"];
            /** @description The functions, in the order of the source. */
            functions: components["schemas"]["FunctionEvidence"][];
            /** @description The places that decide. */
            reasons: components["schemas"]["LineNote"][];
            /** @description How the whole program's space grows. */
            space_complexity: string;
            /** @description How the whole program's time grows. */
            time_complexity: string;
        };
        /**
         * @description An output stream.
         * @enum {string}
         */
        StreamName: "stdout" | "stderr";
        /**
         * @description What to run. Fields that are not listed are ignored.
         * @example {
         *       "code": "print(input())",
         *       "stdin": "hello",
         *       "timeout_seconds": 5
         *     }
         */
        Submission: {
            /**
             * @description Ask for an analysis as well, beside the run. Only the answer of `POST /execute` carries one; elsewhere this has
             *     no effect. It never changes what becomes of the run.
             */
            analyze?: boolean | null;
            /** @description Arguments after the program's name, each at most 4096 bytes. */
            args?: string[] | null;
            /** @description Source text: valid UTF-8 with at most `source_bytes_max` bytes (see `GET /languages`). */
            code: string;
            /** @description Files in the program's working directory, together at most 1 MiB. */
            files?: components["schemas"]["File"][] | null;
            /**
             * @description See `GET /languages`.
             * @default python
             */
            language: string;
            /** @description Standard input as text, at most 1 MiB. */
            stdin?: string | null;
            /**
             * Format: byte
             * @description Standard input as base64, instead of `stdin`.
             */
            stdin_base64?: string | null;
            /**
             * Format: double
             * @description Another name for `timeout_seconds`.
             */
            timeout?: number | null;
            /**
             * Format: double
             * @description Seconds that the program may run, greater than 0; by default the profile's wall time.
             */
            timeout_seconds?: number | null;
        };
        /** @description What somebody who signed in has. */
        Tokens: {
            /** @description Send it as `Authorization: Bearer …`. */
            access_token: string;
            /**
             * Format: int32
             * @description Seconds for which the access token is good.
             * @example 3600
             */
            expires_in: number;
            /** @description For `/auth/refresh` and `/auth/logout`; null when the one that was sent stays good. */
            refresh_token: string | null;
            /**
             * @description Always `Bearer`.
             * @example Bearer
             */
            token_type: string;
        };
        /** @description What was found. */
        Validation: {
            /** @description Bytes of the source text. */
            bytes: number;
            /** @description Bytes that it may have. */
            bytes_max: number;
            /** @description Whether it would be run. */
            safe: boolean;
            /** @description Everything that stands against it; a syntax error has the rule `syntax`. */
            security_violations: components["schemas"]["Violation"][];
        };
        /**
         * @description One place where the code does what it may not.
         * @example {
         *       "allowed": "collections, dataclasses, functools, itertools, json, math, typing",
         *       "column": 1,
         *       "end_column": 10,
         *       "end_line": 1,
         *       "line": 1,
         *       "message": "`os` may not be imported",
         *       "rule": "import"
         *     }
         */
        Violation: {
            /** @description What to do instead, or what is allowed. */
            allowed: string;
            /**
             * Format: int32
             * @description Column in characters, from 1.
             */
            column: number;
            /**
             * Format: int32
             * @description Column after the last character of the place.
             */
            end_column: number;
            /**
             * Format: int32
             * @description Last line of the place.
             */
            end_line: number;
            /**
             * Format: int32
             * @description Line, from 1.
             */
            line: number;
            /** @description What is wrong, in a sentence. */
            message: string;
            /** @description Stable name of the rule, for example `import` or `syntax`. */
            rule: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    root: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the service is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceDocument"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    analyze: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnalysisRequest"];
            };
        };
        responses: {
            /** @description How it grows, or why that cannot be told */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Analysis"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The API key does not have the scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body, or a field of it, is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Fields are invalid; `details` names each */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller, or all together, have too many analyses running; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no analyzer or it cannot be reached, or too much code is being checked; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    analyze_async: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnalysisRequest"];
            };
        };
        responses: {
            /** @description A stream of events; each `data` is one of these */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["AnalysisMessage"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The API key does not have the scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body, or a field of it, is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Fields are invalid; `details` names each */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller, or all together, have too many analyses running; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no analyzer or it cannot be reached, or too much code is being checked; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    analyze_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether, and by whom */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnalyzerDocument"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    confirm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirmation"];
            };
        };
        responses: {
            /** @description The account can be used */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no user pool */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body, or a field of it, is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Fields are invalid; `details` names each */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user pool asks to slow down; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user pool is away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            /** @description The tokens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description User name or password is wrong, or the account is not confirmed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The account needs a step that only the user pool's own page has */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no user pool */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body, or a field of it, is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Fields are invalid; `details` names each */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user pool asks to slow down; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user pool is away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshToken"];
            };
        };
        responses: {
            /** @description Signed out, now or before */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no user pool */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body, or a field of it, is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Fields are invalid; `details` names each */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user pool asks to slow down; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user pool is away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller sends too many requests; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshToken"];
            };
        };
        responses: {
            /** @description The tokens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The refresh token is not good any more */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no user pool */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body, or a field of it, is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Fields are invalid; `details` names each */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user pool asks to slow down; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user pool is away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Registration"];
            };
        };
        responses: {
            /** @description If the user name is free, a code is on its way */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no user pool */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body, or a field of it, is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Fields are invalid; `details` names each */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user pool asks to slow down; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user pool is away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    docs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page without scripts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    execute: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters: the same key with the same request answers the same job */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Submission"];
            };
        };
        responses: {
            /** @description The job has ended */
            200: {
                headers: {
                    /** @description `true` when an earlier request made the job */
                    "Idempotency-Replayed"?: string | null;
                    /** @description Where the job is */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecuteAnswer"];
                };
            };
            /** @description The job has not ended within the longest wait; follow it at `Location` */
            202: {
                headers: {
                    /** @description Where the job is */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecuteAnswer"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The API key does not have the scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The idempotency key belongs to another request */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body, or a field of it, is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Fields are invalid; `details` names each */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller has too many jobs waiting; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The queue is full or the store away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    execute_async: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters: the same key with the same request answers the same job */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Submission"];
            };
        };
        responses: {
            /** @description The policy refused the code: the job has ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Result"];
                };
            };
            /** @description The job is queued */
            202: {
                headers: {
                    /** @description `true` when an earlier request made the job */
                    "Idempotency-Replayed"?: string | null;
                    /** @description Where the job is */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The API key does not have the scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The idempotency key belongs to another request */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body, or a field of it, is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Fields are invalid; `details` names each */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller has too many jobs waiting; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The queue is full or the store away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every part works */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthDocument"];
                };
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The operator keeps it to operators, and the caller is none */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller sends too many requests; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A part does not */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthDocument"];
                };
            };
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveDocument"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Jobs are served */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadyDocument"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Jobs wait */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadyDocument"];
                };
            };
        };
    };
    languages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each language with its bounds */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LanguagesDocument"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenMetrics text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/openmetrics-text; version=1.0.0; charset=utf-8": string;
                };
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The operator keeps it to operators, and the caller is none */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller sends too many requests; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    openapi_json: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An OpenAPI 3.1 document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    audit: {
        parameters: {
            query?: {
                /** @description Only this principal's */
                principal?: string;
                /** @description Only entries of this time or later */
                since?: string;
                /** @description Only entries before this time */
                until?: string;
                /** @description Only entries with a lower number: `next` of the page before */
                before?: number;
                /** @description At most this many on a page; 100 by default */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page, or lines */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                    "application/x-ndjson": components["schemas"]["AuditEntry"];
                };
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller is no operator */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A parameter is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller sends too many requests; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The store is away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    config: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How to sign in, and the bounds */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigDocument"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_jobs: {
        parameters: {
            query?: {
                /** @description Only jobs with this status */
                status?: components["schemas"]["JobStatus"];
                /** @description At most this many; 50 by default */
                limit?: number;
                /** @description Only jobs older than this one: `next` of the page before */
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobList"];
                };
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The API key does not have the scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A parameter is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller sends too many requests; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The store is away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    create_job: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters: the same key with the same request answers the same job */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Submission"];
            };
        };
        responses: {
            /** @description The policy refused the code: the job has ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Result"];
                };
            };
            /** @description The job is queued */
            202: {
                headers: {
                    /** @description `true` when an earlier request made the job */
                    "Idempotency-Replayed"?: string | null;
                    /** @description Where the job is */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The API key does not have the scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The idempotency key belongs to another request */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body, or a field of it, is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Fields are invalid; `details` names each */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller has too many jobs waiting; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The queue is full or the store away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_job: {
        parameters: {
            query?: {
                /** @description Seconds to wait for the job's end */
                wait?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is when it has ended or the time is over */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Result"];
                };
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The API key does not have the scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller has no such job */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `wait` is not a number of seconds within the bound */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller has too many requests waiting */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The store is away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone, with its events and its link */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The API key does not have the scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller has no such job */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It has not ended */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller sends too many requests; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The store is away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cancel_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShownJob"];
                };
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The API key does not have the scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller has no such job */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller sends too many requests; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The store is away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    job_events: {
        parameters: {
            query?: {
                /** @description The same, where a header cannot be set */
                last_event_id?: number;
            };
            header?: {
                /** @description Only events after this one */
                "Last-Event-ID"?: number | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream of events; each `data` is one of these */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Event"];
                };
            };
            /** @description `done` was the last event seen: do not connect again */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The API key does not have the scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller has no such job */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The last event's id is not a number */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller has too many streams open */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many streams are open or the store is away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    job_logs: {
        parameters: {
            query?: {
                /** @description `stdout` by default */
                stream?: components["schemas"]["StreamName"];
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": components["schemas"]["Bytes"];
                };
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The API key does not have the scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller has no such job */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such stream */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller sends too many requests; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The store is away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    share_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link; it cannot be shown again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Share"];
                };
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The API key does not have the scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller has no such job */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller sends too many requests; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The store is away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    unshare_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No link works any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The API key does not have the scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller has no such job */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller sends too many requests; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The store is away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_keys: {
        parameters: {
            query?: {
                /** @description Only keys that are older than this one */
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyList"];
                };
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An API key cannot do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A parameter is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller sends too many requests; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The store is away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    create_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApiKey"];
            };
        };
        responses: {
            /** @description The key */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An API key cannot do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller has as many keys as one may have */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body, or a field of it, is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Fields are invalid; `details` names each */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller sends too many requests; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The store is away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    revoke_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is good for nothing, now or since before */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An API key cannot do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller has no such key */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller sends too many requests; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The store is away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_all_keys: {
        parameters: {
            query?: {
                /** @description Only keys that are older than this one */
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyList"];
                };
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller is no operator */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A parameter is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller sends too many requests; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The store is away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_shared: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description From `POST /v1/jobs/{id}/share` */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Result"];
                };
            };
            /** @description No such link, or no longer */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The store is away; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    validate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Source"];
            };
        };
        responses: {
            /** @description What was found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Validation"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No valid token */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body, or a field of it, is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Fields are invalid; `details` names each */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The caller sends too many requests; see `Retry-After` */
            429: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the service */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too much is being checked; see `Retry-After` */
            503: {
                headers: {
                    /** @description Seconds after which to try again */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
