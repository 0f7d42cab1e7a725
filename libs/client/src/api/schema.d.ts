// Made from schemas/openapi.json by npm run schema.

export interface paths {
    "/v1/admin/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys by id, without their secrets
         * @description Keys that ended are in it for 90 days; keys of the settings are not.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Make an API key
         * @description A name is free once its key was revoked, has expired or was rotated. The same call again makes no second key: the name is taken.
         */
        post: operations["makeApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show an API key, without its secret */
        get: operations["getApiKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/keys/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End an API key now, on every replica within five seconds
         * @description The same call again gives the key as it is.
         */
        post: operations["revokeApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the key that replaces another one
         * @description It has the same name, role, definitions and, unless another one is given, expiry; both are valid for the overlap.
         */
        post: operations["rotateApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who calls, and what the caller may do */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a person can log in */
        get: operations["getLoginWays"];
        put?: never;
        /**
         * Begin a session with an API key
         * @description Sets a cookie that stands for the key for eight hours, or until it ends. What changes something then needs a header Conductor-Client, and a page of this address.
         */
        post: operations["logIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the session of the cookie, on every replica within five seconds */
        post: operations["logOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List logins of browsers that have not ended, by id */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/sessions/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the login of a browser now, on every replica within five seconds */
        post: operations["endSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List definitions by name, each with its newest version */
        get: operations["listDefinitions"];
        put?: never;
        /**
         * Store a definition under the next version of its name
         * @description Identical to a version that is there, even a retired one: 200 with that version. Starts take the latest that is not retired: `latest` and a warning say when that is another one. Both answers have the warnings that `validate` gives.
         */
        post: operations["postDefinition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check a definition; nothing is stored */
        post: operations["validateDefinition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show the newest version of a definition, and what versions there are */
        get: operations["getDefinition"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions/{name}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show one version of a definition */
        get: operations["getDefinitionVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions/{name}/versions/{version}/failure-matrix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a saga does for every step and every way it can go wrong
         * @description Run by the engine in virtual time. `null` when there are too many paths.
         */
        get: operations["getFailureMatrix"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions/{name}/versions/{version}/retire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start no new sagas with this version; running ones go on */
        post: operations["retireDefinitionVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions/{name}/versions/{version}/unretire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start sagas with this version again
         * @description Starts without a version take the latest that is not retired.
         */
        post: operations["unretireDefinitionVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions/{name}/versions/{version}/migrate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have open sagas of other versions go on by this one, if their past fits
         * @description Says for each saga that does not fit why not. The same call again moves only what has not moved yet. More sagas than the limit: go on with `next` as the cursor.
         */
        post: operations["migrateSagas"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sagas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List sagas, newest first */
        get: operations["listSagas"];
        put?: never;
        /**
         * Start a saga
         * @description Answered after the commit. The same key and body again give the same saga. Should the database be away at the end of `wait`, the saga is shown as it was known last.
         */
        post: operations["startSaga"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sagas/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a saga with its steps and what comes next */
        get: operations["getSaga"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sagas/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that happened to a saga, in order */
        get: operations["getSagaHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sagas/{id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a saga as it was
         * @description As it was after the transition that gave it this version, rebuilt from its history. What it waited for is told by its state alone: whose queues had no consumer then, and which pauses of others went on, is not known any more.
         */
        get: operations["getSagaVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sagas/{id}/versions/{version}/expressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell which expressions decided a transition, with the values they saw
         * @description Conditions, templates of inputs and keys, and choices of `catch`, of the transition that gave the saga this version: evaluated anew on the saga as it was. Expressions that have no reference to anything are left out, and so are those that were not asked, because a person edited the data. Of the inputs of a loop the first 5 are shown that were opened.
         */
        get: operations["listSagaExpressions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sagas/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened to a saga, for people
         * @description In order, a line for each event that means something to a person; `limit` counts transitions, as in the history. With `Accept: text/plain` the lines alone, for a terminal.
         */
        get: operations["getSagaTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sagas/{id}/signals/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a saga a signal that a step waits for, or will wait for
         * @description Answered after the commit. The body is the payload, and the output of the step.
         */
        post: operations["signalSaga"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/sagas/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fresh attempts and timers for what is stuck */
        post: operations["retrySaga"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/sagas/{id}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on as if a step had succeeded with an output */
        post: operations["skipStep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/sagas/{id}/compensate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Backward now: all the way, or to just before a step */
        post: operations["compensateSaga"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/sagas/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for backward recovery; refused after the pivot */
        post: operations["cancelSaga"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/sagas/{id}/settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A person settled a step by hand, outside of the saga */
        post: operations["settleStep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/sagas/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send nothing new and let no time pass, until it is resumed; replies are taken */
        post: operations["pauseSaga"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/sagas/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on, with the time that each clock had left when the saga was paused */
        post: operations["resumeSaga"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/sagas/{id}/abandon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End without undoing */
        post: operations["abandonSaga"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/pauses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List pauses of more than one saga, newest first */
        get: operations["listPauses"];
        put?: never;
        /**
         * Pause a definition, a step of one, a participant, or a group of failures
         * @description Nothing new is sent of what it covers, and the clocks of that stand still; replies are taken. All replicas know it within a second. Repeated with its key: 200.
         */
        post: operations["pauseScope"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/pauses/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a pause: what it held goes on, with the time that it had left
         * @description Sagas that it held are woken in portions, 2,000 a second at most.
         */
        post: operations["resumeScope"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How it goes, in figures */
        get: operations["getOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/sagas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List sagas with what an operator needs to know, newest first */
        get: operations["listSagasForOperators"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/dead-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages that nobody could use, newest first */
        get: operations["listDeadMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/locks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List locks by key, each with its holder and who waits for it */
        get: operations["listLocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/locks/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a lock away from the saga that holds it
         * @description The saga goes on without it, and the next one that waits has it.
         */
        post: operations["releaseLock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/participants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List participants by name, each with its queue and its commands
         * @description Those that described themselves, and those that a definition names which takes sagas or has open ones.
         */
        get: operations["listParticipants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/participants/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a participant with its queue, and its commands with their schemas */
        get: operations["getParticipant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/participants/{name}/forget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete what is known of a participant that is gone
         * @description Its description, its account and its processes. Whoever describes itself by this name next is the participant then, also by another account.
         */
        post: operations["forgetParticipant"];
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
        /** The process runs; looks at nothing else */
        get: operations["getLiveness"];
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
         * Whether this replica should get requests
         * @description 503 when it should not. Degraded means: starts are safe, commands wait.
         */
        get: operations["getReadiness"];
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
        /** Prometheus metrics, as text */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Hear of every transition of all sagas as it is committed
         * @description Server-sent events. A change is told at least once: after a reconnect with Last-Event-ID some come again, known by sagaId and version, and none is missing. After `reset`, read again what you show. An id is good for five minutes, at any replica. The filters are those of the list, but for `age` and `unchanged`, and for `no-consumer` and `outbox` in `waiting`: those come while nothing happens to a saga.
         */
        get: operations["streamSagas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sagas/{id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the history of a saga, and go on with what happens
         * @description Server-sent events, each an entry of the history, in order of version and each once. The id is the version: give the last one that you know, or none for the whole history. Ignored replies are not told. It goes on after the end of a saga: a parent may have it undone later.
         */
        get: operations["streamSaga"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, and what was refused, newest first */
        get: operations["listAuditRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the audit log still is what was recorded
         * @description Follows the chain of hashes for at most 20 s; when it is not complete, call again with `after`. Shows changes of the database by other hands, unless they made the whole rest of the chain anew: for that, give a head that was kept elsewhere as `expect`. Viewers are shown no hashes, and may not ask for one, once a definition marks anything as sensitive.
         */
        get: operations["verifyAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/audit/trim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete the oldest records of the audit log, at most 10,000
         * @description It is an act itself. The chain of hashes goes on from the last deleted record.
         */
        post: operations["trimAudit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/failures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stuck and retrying sagas, and commands that no broker takes, grouped by reason */
        get: operations["listFailureGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/failures/{fingerprint}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One group of sagas with the same trouble */
        get: operations["getFailureGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/failures/{fingerprint}/sagas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sagas that are in a group now, the oldest first */
        get: operations["listSagasOfFailureGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/failures/{fingerprint}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Somebody looks after a group */
        post: operations["acknowledgeFailureGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/failures/{fingerprint}/mute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Nobody is told of a group for a while */
        post: operations["muteFailureGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/failures/{fingerprint}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a group has is mended */
        post: operations["resolveFailureGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/failures/{fingerprint}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A group is new again */
        post: operations["reopenFailureGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is not as it should be, as far as routes are set */
        get: operations["listAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/alerts/routes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where alerts go
         * @description Routes are settings of the installation (`CONDUCTOR_ALERTS`): no call sets one.
         */
        get: operations["listAlertRoutes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/alerts/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages of 30 days, newest first, with what came of them */
        get: operations["listAlertDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/alerts/routes/{name}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test message on a route now, once */
        post: operations["testAlertRoute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions/{name}/versions/{version}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The steps of a definition and their undos, as a picture needs them */
        get: operations["getDefinitionPlan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions/{name}/versions/{version}/graph.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A picture of a definition: its steps and the way back */
        get: operations["drawDefinition"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sagas/{id}/graph.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A picture of a saga: what it did, what it undid, and what is ahead */
        get: operations["drawSaga"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions/{name}/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many sagas of each version of a definition are open */
        get: operations["countOpenSagasByVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions/{name}/versions/{version}/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many open sagas of a version are at each step, and at each undo
         * @description The answer is kept for twenty times as long as it took to count: with few sagas it is of now, with 100,000 it may be some seconds old.
         */
        get: operations["countOpenSagasByStep"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions/{name}/versions/{version}/step-times": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the steps of a version usually take
         * @description From the first command of a step, or the beginning of its wait, to its success, with its further attempts: in the newest 100 sagas that completed and started within seven days. What a person settled is left out. The answer is kept for a thousand times as long as it took to find.
         */
        get: operations["getStepTimes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions/{name}/versions/{version}/asyncapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The messages of a definition as an AsyncAPI document
         * @description Who gets which command with which input, what is answered, which events, starts and signals there are, with the names of this installation on the broker. Inputs and outputs are as the participants described them; of what nobody described anything is allowed. The rest of the contract is at `/asyncapi.json`.
         */
        get: operations["getDefinitionAsyncApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List bulks, newest first */
        get: operations["listBulks"];
        put?: never;
        /**
         * Do the same with many sagas: a canary first, then in steps or at a rate
         * @description It is about the sagas that the filter lets through now, or whose ids are given, and no others. It stops by itself when too many fail. A dry run counts what would go out, and has the previews of the first ones; it makes nothing.
         */
        post: operations["makeBulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/bulk/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a bulk is, and what came of it */
        get: operations["getBulk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/bulk/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of each saga of a bulk, in the order of their turns */
        get: operations["listBulkResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/bulk/{id}/joined": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many sagas its filter means now that are not in the bulk */
        get: operations["countSagasOutsideBulk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/bulk/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on no further saga until it is resumed */
        post: operations["pauseBulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/bulk/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on with a bulk that is paused */
        post: operations["resumeBulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/bulk/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a bulk; the sagas that it did not come to are left alone */
        post: operations["stopBulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List acts that wait for a second person, or did, newest first
         * @description A caller with some definitions sees those that concern one of these alone, and its own.
         */
        get: operations["listApprovals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/approvals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show an act that waits for a second person, and what it would do now */
        get: operations["getApproval"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/approvals/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do what somebody else asked for
         * @description It is done as the one who asked, with the rights that both have, and exactly as it was asked for: when its preview does not hold any more it is refused with the new one. What refuses the act refuses this call with the same problem, and the approval stays open.
         */
        post: operations["confirmApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/approvals/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say no to what somebody else asked for */
        post: operations["rejectApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/approvals/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back what you asked for */
        post: operations["withdrawApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sagas/{id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What may be done to a saga now, by this caller, and why not
         * @description Every verb in every form that this saga has for it, by the same table as the calls themselves. A saga moves: the call may still be refused, unless `expectedVersion` holds.
         */
        get: operations["listSagaActions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/sagas/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What an action on a saga would send and change, and what would follow
         * @description Decided by the engine on the saga as it is; nothing is changed. Refused as the action itself would be. Give `previewHash` to the action, and it is done only as previewed.
         */
        post: operations["previewAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/sagas/{id}/exempt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep a saga: no retention deletes it */
        post: operations["exemptSaga"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/sagas/{id}/unexempt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let retention delete a saga again */
        post: operations["unexemptSaga"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/exemptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List sagas that no retention deletes, by id */
        get: operations["listExemptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/dead-messages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a message that nobody could use */
        get: operations["getDeadMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/dead-messages/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a message again that was set aside, as if it came once more
         * @description Answered when it has had its effect; `ledTo` says which. One that still cannot be used stays as it is. Only what was kept whole can be taken again.
         */
        post: operations["replayDeadMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/dead-messages/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Done with: nobody takes this message again */
        post: operations["discardDeadMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sagas/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count the sagas that the list has with the same filters
         * @description Exact for sagas that have not ended, and for all when nothing but `status`, `definition` and `version` is asked for. With other filters ended sagas are counted up to 100,000.
         */
        get: operations["countSagas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your saved views, and those that are shared, in order of name */
        get: operations["listViews"];
        put?: never;
        /** Save a filter under a name */
        post: operations["saveView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/views/defaults/{role}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say which shared view callers of a role see first */
        put: operations["setDefaultView"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Give a saved view another name or filter, share it or not */
        put: operations["replaceView"];
        post?: never;
        /** Delete a saved view, which is answered as it was */
        delete: operations["deleteView"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** For how long ended sagas are kept, and how many were deleted */
        get: operations["getRetention"];
        put?: never;
        /**
         * Delete ended sagas after so many days; as a dry run first
         * @description The rule replaces the one that the definition had. It applies to what has ended already, from now on, in portions. Setting what is set changes nothing.
         */
        post: operations["setRetention"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/retention/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw a rule; without any, ended sagas are kept for ever */
        post: operations["clearRetention"];
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
        MadeApiKey: {
            /** @description The part of the key that is no secret. */
            id: string;
            /** @description The actor in the audit log. */
            name: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "admin";
            /** @description null: all. */
            definitions: string[] | null;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            /** @description null: it does not expire. */
            expiresAt: string | null;
            revokedAt: string | null;
            /** @description The id of the key that it was rotated to. */
            replacedBy: string | null;
            /** @description To the minute, and known some minutes later; null: never. */
            lastUsedAt: string | null;
            /** @description The key itself. It is shown this once, and kept nowhere. */
            key: string;
        };
        MakeKeyDto: {
            /** @example payment provider is back */
            reason: string;
            /** @example billing */
            name: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "admin";
            /** @description Only these and their sagas; left out: all, as an admin always has. */
            definitions?: string[];
            /**
             * Format: date-time
             * @description Left out: it does not expire.
             */
            expiresAt?: string;
        };
        ApiKey: {
            /** @description The part of the key that is no secret. */
            id: string;
            /** @description The actor in the audit log. */
            name: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "admin";
            /** @description null: all. */
            definitions: string[] | null;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            /** @description null: it does not expire. */
            expiresAt: string | null;
            revokedAt: string | null;
            /** @description The id of the key that it was rotated to. */
            replacedBy: string | null;
            /** @description To the minute, and known some minutes later; null: never. */
            lastUsedAt: string | null;
        };
        KeyPage: {
            items: components["schemas"]["ApiKey"][];
            /** @description Goes into `cursor`; null: this is the last page. */
            next: string | null;
        };
        RevokeKeyDto: {
            /** @example payment provider is back */
            reason: string;
        };
        RotateKeyDto: {
            /** @example payment provider is back */
            reason: string;
            /**
             * @description For so long the key before is valid too: a duration of at most 7d, or 0s.
             * @default 1h
             * @example 24h
             */
            overlap?: string;
            /**
             * Format: date-time
             * @description Of the new key; left out: as the key before; null: it does not expire.
             */
            expiresAt?: string | null;
        };
        Me: {
            /** @description The name that the audit log shows. */
            actor: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "admin";
            /** @description null: all. */
            definitions: string[] | null;
            /** @description What it showed, such as `key:<id>`; null: no login is needed. */
            credential: string | null;
            /** @description The ids of the operations of this document that its role allows, sorted. */
            operations: string[];
            /**
             * @description Why the other operations of this document are refused, by their ids.
             * @example {
             *       "makeApiKey": "This needs the role admin; wall has the role viewer."
             *     }
             */
            refused: {
                [key: string]: string;
            };
            /**
             * @description Acts for which the caller needs a second person: of all definitions, or of one.
             * @example [
             *       "abandon",
             *       "skip@place-order"
             *     ]
             */
            needsSecond: string[];
        };
        LoginWays: {
            /** @description false: whoever reaches it may do everything. */
            isNeeded: boolean;
            /** @description `key`: POST /v1/login. `oidc`: have the browser open /v1/login/oidc. */
            ways: ("key" | "oidc")[];
        };
        Login: {
            actor: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "admin";
        };
        LoginDto: {
            /** @description An API key, which the session then stands for. */
            key: string;
        };
        Session: {
            /** @description The part of the cookie that is no secret. */
            id: string;
            /** @description Who logged in, as the audit log has it. */
            actor: string;
            /**
             * @description At the login; of a key the role is that of the key.
             * @enum {string}
             */
            role: "viewer" | "operator" | "admin";
            /** @description null: all. */
            definitions: string[] | null;
            /** @description What was shown: `key:<id>`, `setting:<name>`, `oidc:<subject>`. */
            credential: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
        };
        SessionPage: {
            items: components["schemas"]["Session"][];
            /** @description Goes into `cursor`; null: this is the last page. */
            next: string | null;
        };
        ReasonDto: {
            /** @example payment provider is back */
            reason: string;
        };
        Fault: {
            /** @description JSON Pointer to what is wrong. */
            path: string;
            /** @description Stable, for machines. */
            rule: string;
            /** @description For people. */
            message: string;
        };
        PostedDefinition: {
            /** @example order-fulfilment */
            name: string;
            version: number;
            /** @description SHA-256 of the canonical document, in hex. */
            hash: string;
            /** @description Only when starts do not take this version: the one that they take; null: none, all are retired. Retire the later versions to go back to this one. */
            latest?: number | null;
            /** @description As `validate` gives them; nothing is refused for one. Left out: there are none. */
            warnings?: components["schemas"]["Fault"][];
        };
        PlannedStep: {
            /** @example authorizePayment */
            name: string;
            /**
             * @description `saga`: it starts a child.
             * @enum {string}
             */
            does: "command" | "saga" | "wait" | "event" | "delay" | "publish" | "fail" | "end";
            /** @description The command, definition, signal, event or code that it is about. */
            about: string | null;
            /** @enum {string} */
            kind: "compensatable" | "pivot" | "retryable";
            /** @description Steps that come right before it. */
            after: string[];
            /** @description The command or event that takes it back; null: nothing does. */
            undo: string | null;
            loop: ("forEach" | "repeat") | null;
            /** @description It may be skipped. */
            isConditional: boolean;
        };
        Plan: {
            /** @description In the order of the document. */
            steps: components["schemas"]["PlannedStep"][];
        };
        FailurePath: {
            step: string;
            /**
             * @example reply-lost
             * @enum {string}
             */
            fault: "refused" | "errors" | "silent" | "reply-lost" | "duplicate" | "late-success" | "refused-later" | "errors-later" | "silent-later" | "late-success-later" | "exhausted" | "taken" | "compensation-refused" | "compensation-silent";
            /**
             * @description `stuck`: a person is needed. `lost`: it neither ends nor asks for anyone.
             * @enum {string}
             */
            ends: "completed" | "compensated" | "stuck" | "lost";
            /** @description Steps that need a person. */
            stuckOn: string[];
            /** @description In the order in which they were undone; the iterations of a loop as `reserve[1]`. */
            undone: string[];
            /** @description Steps whose effects stay although the saga was taken back. */
            kept: string[];
            /** @description From the start to the end, or until it was stuck. */
            takesMs: number;
        };
        ValidationReport: {
            valid: boolean;
            errors: components["schemas"]["Fault"][];
            warnings: components["schemas"]["Fault"][];
            /** @description What a picture of it needs; null: it is not valid. */
            plan: components["schemas"]["Plan"] | null;
            /** @description null: it is not valid, nobody asked for it, or there are too many paths. */
            failureMatrix: components["schemas"]["FailurePath"][] | null;
        };
        DefinitionSummary: {
            /** @example order-fulfilment */
            name: string;
            version: number;
            /** @description SHA-256 of the canonical document, in hex. */
            hash: string;
            /** Format: date-time */
            createdAt: string;
            retiredAt: string | null;
            description: string | null;
            /** @description How many there are. */
            versions: number;
        };
        DefinitionPage: {
            items: components["schemas"]["DefinitionSummary"][];
            /** @description Goes into `cursor`; null: this is the last page. */
            next: string | null;
        };
        DefinitionVersion: {
            /** @example order-fulfilment */
            name: string;
            version: number;
            /** @description SHA-256 of the canonical document, in hex. */
            hash: string;
            /** Format: date-time */
            createdAt: string;
            retiredAt: string | null;
        };
        DefinitionWithVersions: {
            /** @example order-fulfilment */
            name: string;
            version: number;
            /** @description SHA-256 of the canonical document, in hex. */
            hash: string;
            /** Format: date-time */
            createdAt: string;
            retiredAt: string | null;
            document: components["schemas"]["DefinitionDocument"];
            versions: components["schemas"]["DefinitionVersion"][];
        };
        Definition: {
            /** @example order-fulfilment */
            name: string;
            version: number;
            /** @description SHA-256 of the canonical document, in hex. */
            hash: string;
            /** Format: date-time */
            createdAt: string;
            retiredAt: string | null;
            document: components["schemas"]["DefinitionDocument"];
        };
        FailureMatrix: {
            name: string;
            version: number;
            /** @description null: there are too many. */
            paths: components["schemas"]["FailurePath"][] | null;
            /** @description What each way to go wrong means, for people. */
            faults: {
                [key: string]: string;
            };
        };
        RetireDto: {
            /**
             * @description Why; goes into the audit log.
             * @example wrong price
             */
            reason: string;
        };
        MigrationReason: {
            /**
             * @example STEP_OUT_OF_ORDER
             * @enum {string}
             */
            code: "SAGA_ENDED" | "PREVIEW_OUTDATED" | "SAGA_COMPENSATING" | "STEP_BEING_CAUGHT" | "OTHER_DEFINITION" | "SAME_VERSION" | "ROUTING_SLIP" | "CHILD_PIVOT" | "INPUT_DOES_NOT_FIT" | "OUTPUT_DOES_NOT_FIT" | "SIGNAL_DOES_NOT_FIT" | "STEP_MISSING" | "EVENT_KEY_INVALID" | "STEP_ACTION_CHANGED" | "STEP_KIND_CHANGED" | "PIVOT_CHANGED" | "STEP_LOOP_CHANGED" | "STEP_COMPENSATION_CHANGED" | "STEP_OUT_OF_ORDER" | "SAGA_NOT_STUCK" | "STEP_NOT_STUCK" | "STEP_UNKNOWN" | "STEP_STATE_CONFLICT" | "INPUT_NOT_EDITABLE" | "PIVOT_PASSED" | "ALREADY_COMPENSATING" | "VERSION_CONFLICT" | "DEFINITION_DOES_NOT_FIT" | "SIGNAL_NOT_EXPECTED" | "SIGNAL_PAYLOAD_INVALID" | "TOO_MANY_SIGNALS" | "SAGA_FULL" | "SIGNAL_ID_REUSED" | "LOCK_NOT_HELD" | "SAGA_PAUSED" | "SAGA_NOT_PAUSED";
            /** @description Left out: the saga as a whole. */
            step?: string;
            /** @description For people. */
            detail: string;
        };
        SagaMigration: {
            /** Format: uuid */
            id: string;
            fromVersion: number;
            fits: boolean;
            reasons: components["schemas"]["MigrationReason"][];
        };
        Migration: {
            dryRun: boolean;
            /** @description The one that sagas were to go on by. */
            version: number;
            /** @description None with a dry run. */
            migrated: number;
            fitting: number;
            notFitting: number;
            /** @description Oldest first. */
            sagas: components["schemas"]["SagaMigration"][];
            /** @description Goes into cursor; null: there are no more. */
            next: string | null;
        };
        MigrateDto: {
            /** @example payment provider is back */
            reason: string;
            /** @description Only sagas of these versions; left out: of all others. */
            from?: number[];
            /**
             * @description Sagas to look at, at most.
             * @default 100
             */
            limit?: number;
            /** @description By id of saga, of the previews that you confirm. A saga that is not in it, or that would do something else, is not migrated. Left out: all that fit are. */
            previewHashes?: {
                [key: string]: string;
            };
        };
        SagaError: {
            /** @example CARD_DECLINED */
            code: string;
            /** @description For people. */
            message: string;
        };
        WaitingPause: {
            /** @description null: the saga itself is paused. Others: `GET /v1/admin/pauses/{pauseId}`. */
            id: string | null;
            /** @description What is paused. null: the saga itself. */
            scope: ({
                definition: string;
            } | {
                definition: string;
                step: string;
            } | {
                participant: string;
            } | {
                failureGroup: string;
                place: {
                    definition: string;
                    step: string;
                    /** @enum {string} */
                    direction: "execute" | "compensate" | "inquire";
                };
            }) | null;
        };
        WaitingOn: {
            /** @enum {string} */
            code: "stuck" | "paused" | "no-consumer" | "outbox" | "back-off" | "lock" | "signal" | "event" | "inquiry" | "child" | "executing" | "timer" | "limit";
            /** @description The step or the iteration of a loop; null: the saga as a whole. */
            step: string | null;
            /** @description null: no command is in question. */
            direction: ("execute" | "compensate" | "inquire") | null;
            /**
             * Format: date-time
             * @description When it began. Of a saga that an earlier release wrote last: when the saga last changed.
             */
            since: string;
            /** @description When it ends by itself, or something else happens; null: never. */
            until: string | null;
            /** @description The latest attempt in this direction; 0: there is none. */
            attempt: number;
            /** @description What went wrong last. */
            error: components["schemas"]["SagaError"] | null;
            /** @description The name of the signal, event, lock or child definition. */
            name: string | null;
            /** @description With `signal`: what people are asked, by a form at `/tasks` of the console; null: nobody is, another system gives it. */
            title: string | null;
            /** @description The key of the event. */
            key: string | null;
            /** @description The participant that has, or will get, the command. */
            participant: string | null;
            /** @description The saga that holds the lock, or the child saga, where that is known. */
            sagaId: string | null;
            /** @description With `paused`: what holds it, that which ends last first; at most ten. `until` is the instant from which none of them does. Empty: nothing, or it is not known what. */
            pauses: components["schemas"]["WaitingPause"][];
        };
        Waiting: {
            /**
             * @description Of the most telling thing that it waits for: what needs a person comes first.
             * @enum {string}
             */
            code: "stuck" | "paused" | "no-consumer" | "outbox" | "back-off" | "lock" | "signal" | "event" | "inquiry" | "child" | "executing" | "timer" | "limit";
            /**
             * @description One sentence for people.
             * @example undoing reserveStock is stuck since 2030-01-01T03:12:07Z: shipping answered ERR_LOCKED 10 times; nothing happens until you act; 2 of 3 steps are undone.
             */
            text: string;
            /**
             * Format: date-time
             * @description When that began.
             */
            since: string;
            /** @description When something happens to the saga by itself; null: nothing does until somebody acts. */
            until: string | null;
            /** @description All that it waits for, the most telling first; of steps the first 20. */
            on: components["schemas"]["WaitingOn"][];
        };
        NextAction: {
            /** @enum {string} */
            what: "await-reply" | "await-signal" | "await-event" | "await-lock" | "delay" | "next-attempt" | "deadline" | "operator";
            step: string | null;
            at: string | null;
        };
        SagaPause: {
            /** Format: date-time */
            since: string;
            /** @description The operator. */
            by: string;
            reason: string;
        };
        SagaParent: {
            /** Format: uuid */
            id: string;
            step: string;
            iteration: number;
        };
        DefinitionRef: {
            /** @example order-fulfilment */
            name: string;
            version: number;
        };
        Attempts: {
            execute: number;
            compensate: number;
            inquire: number;
        };
        Step: {
            /** @example authorizePayment */
            name: string;
            /** @enum {string} */
            status: "pending" | "skipped" | "executing" | "inquiring" | "succeeded" | "refused" | "failed" | "caught" | "waiting" | "iterating" | "compensating" | "compensated" | "stuck";
            attempts: components["schemas"]["Attempts"];
            iteration: number;
            /** @description Of a `forEach` or `repeat`: one for each item or round, with a name of its own. */
            iterations: components["schemas"]["Step"][];
            error: components["schemas"]["SagaError"] | null;
            /** @description The participant refused its latest attempt: nothing of it happened, also when it is `compensated` since. Its undo is sent all the same, so that no late copy has an effect. */
            wasRefused: boolean;
            output: components["schemas"]["Json"];
            nextAction: components["schemas"]["NextAction"] | null;
            /** @description The signal that the step waits for now; null: it waits for none. */
            signal: string | null;
            /** @description What people are asked, while the step waits for a signal. */
            title: string | null;
            /** @description While the step waits for a signal: the JSON Schema of its payload; null: anything fits. */
            payloadSchema: components["schemas"]["Json"];
        };
        ChildSaga: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "running" | "compensating" | "stuck" | "completed" | "compensated" | "abandoned";
            definition: components["schemas"]["DefinitionRef"];
            /** @description The step of the parent. */
            step: string;
            iteration: number;
        };
        SagaLock: {
            key: string;
            /** @enum {string} */
            status: "waiting" | "held" | "released";
            /** @description Larger for each later holder of the key; the commands carry it as `fencing-token`. null: not held yet, or not written down by an earlier release. */
            ticket: number | null;
        };
        Saga: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "running" | "compensating" | "stuck" | "completed" | "compensated" | "abandoned";
            definition: components["schemas"]["DefinitionRef"];
            /** @description Counts the transitions; goes into expectedVersion. */
            version: number;
            key: string | null;
            /** Format: date-time */
            updatedAt: string;
            endedAt: string | null;
            /** @description What it waits for; null: it has ended. */
            waiting: components["schemas"]["Waiting"] | null;
            /**
             * @description `forward` until the abort decision, then `backward`.
             * @enum {string}
             */
            direction: "forward" | "backward";
            input: components["schemas"]["Json"];
            output: components["schemas"]["Json"];
            error: components["schemas"]["SagaError"] | null;
            /** Format: date-time */
            startedAt: string;
            deadlineAt: string | null;
            nextAction: components["schemas"]["NextAction"] | null;
            /** @description The saga itself is paused: its clocks stand still, and it sends nothing. null: it is not. */
            paused: components["schemas"]["SagaPause"] | null;
            steps: components["schemas"]["Step"][];
            /** @description The saga that has this one as its child, and its step. */
            parent: components["schemas"]["SagaParent"] | null;
            children: components["schemas"]["ChildSaga"][];
            locks: components["schemas"]["SagaLock"][];
        };
        StartSagaDto: {
            /** @example order-fulfilment */
            definition: string;
            /**
             * @description Left out: the latest that is not retired.
             * @example 3
             */
            version?: number | null;
            /**
             * @description The business key, for finding the saga again; need not be unique.
             * @example o-1001
             */
            key?: string | null;
            /**
             * @description Any JSON that fits the definition’s inputSchema.
             * @example {
             *       "orderId": "o-1001",
             *       "amount": 42.5
             *     }
             */
            input: components["schemas"]["Json"];
        };
        SagaSummary: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "running" | "compensating" | "stuck" | "completed" | "compensated" | "abandoned";
            definition: components["schemas"]["DefinitionRef"];
            /** @description Counts the transitions; goes into expectedVersion. */
            version: number;
            key: string | null;
            /** Format: date-time */
            updatedAt: string;
            endedAt: string | null;
            /** @description What it waits for; null: it has ended. */
            waiting: components["schemas"]["Waiting"] | null;
            /** @description Steps that are under way or stuck. */
            activeSteps: string[];
            error: components["schemas"]["SagaError"] | null;
            /** Format: date-time */
            createdAt: string;
        };
        SagaPage: {
            items: components["schemas"]["SagaSummary"][];
            /** @description Goes into `cursor`; null: this is the last page. */
            next: string | null;
        };
        IgnoredReply: {
            /** @enum {string} */
            reason: "saga-ended" | "never-issued" | "superseded-iteration" | "step-closed" | "superseded-attempt" | "nothing-due" | "known-signal";
            /** @description How often it came. */
            times: number;
            /** Format: date-time */
            lastAt: string;
        };
        HistoryEntry: {
            /** @description The version of the saga after it; null: it changed nothing. */
            version: number | null;
            /** Format: date-time */
            at: string;
            input: components["schemas"]["RecordedInput"];
            events: components["schemas"]["SagaEvent"][];
            /** @description For a reply that came too late, twice or for nothing. */
            ignored: components["schemas"]["IgnoredReply"] | null;
        };
        HistoryPage: {
            items: components["schemas"]["HistoryEntry"][];
            /** @description Goes into `cursor`; null: this is the last page. */
            next: string | null;
        };
        PastSaga: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "running" | "compensating" | "stuck" | "completed" | "compensated" | "abandoned";
            definition: components["schemas"]["DefinitionRef"];
            /** @description Counts the transitions; goes into expectedVersion. */
            version: number;
            key: string | null;
            /** Format: date-time */
            updatedAt: string;
            endedAt: string | null;
            /** @description What it waits for; null: it has ended. */
            waiting: components["schemas"]["Waiting"] | null;
            /**
             * @description `forward` until the abort decision, then `backward`.
             * @enum {string}
             */
            direction: "forward" | "backward";
            input: components["schemas"]["Json"];
            output: components["schemas"]["Json"];
            error: components["schemas"]["SagaError"] | null;
            /** Format: date-time */
            startedAt: string;
            deadlineAt: string | null;
            nextAction: components["schemas"]["NextAction"] | null;
            /** @description The saga itself is paused: its clocks stand still, and it sends nothing. null: it is not. */
            paused: components["schemas"]["SagaPause"] | null;
            steps: components["schemas"]["Step"][];
            /** @description The saga that has this one as its child, and its step. */
            parent: components["schemas"]["SagaParent"] | null;
            locks: components["schemas"]["SagaLock"][];
            /** @description The version of the saga now. */
            latestVersion: number;
        };
        SeenValue: {
            /**
             * @description Its name, as an expression gives it.
             * @example steps.approve.output.approved
             */
            text: string;
            /** @description null: it was looked for, and was not there. */
            data: string | null;
        };
        ExplainedExpression: {
            /**
             * @description JSON Pointer into the document of the definition.
             * @example /steps/2/when
             */
            path: string;
            /**
             * @description As it is written; a template that is no text as JSON text.
             * @example ${steps.approve.output.approved}
             */
            source: string;
            /** @description The step, or the iteration of a loop; null: the saga as a whole. */
            step: string | null;
            /** @description What it read, in order. */
            seen: components["schemas"]["SeenValue"][];
            /** @description What it gave; null: it could not be evaluated. */
            data: string | null;
            /** @description Why it could not be evaluated; null: it could. */
            error: components["schemas"]["SagaError"] | null;
        };
        SagaExpressions: {
            /** @description The version of the saga after the transition. */
            version: number;
            /** @description The definition it followed. */
            definition: components["schemas"]["DefinitionRef"];
            /** @description In the order of its events. */
            expressions: components["schemas"]["ExplainedExpression"][];
            /** @description false: there were more, or a definition cannot be read now. */
            isWhole: boolean;
        };
        ActedBy: {
            actor: string;
            /** @enum {string} */
            action: "retry" | "skip" | "compensate" | "cancel" | "settle" | "release-lock" | "pause" | "resume" | "abandon" | "migrate";
            reason: string;
            /** @description The second person, who confirmed it; null: nobody had to. */
            confirmedBy: string | null;
        };
        TimelineEntry: {
            /** Format: date-time */
            at: string;
            /** @description The version of the saga after it; null: it changed nothing. */
            version: number | null;
            /** @description The step or the iteration of a loop; null: the saga as a whole. */
            step: string | null;
            /** @description null: no command is in question. */
            direction: ("execute" | "compensate" | "inquire") | null;
            /**
             * @description The type of the event in the history, or `reply-ignored`.
             * @enum {string}
             */
            what: "saga-started" | "locks-requested" | "locks-acquired" | "locks-awaited" | "lock-wait-extended" | "lock-released" | "parent-asked" | "saga-reopened" | "step-skipped" | "wait-opened" | "wait-closed" | "signal-received" | "signal-superseded" | "command-issued" | "attempt-failed" | "retry-scheduled" | "timeout-postponed" | "command-held" | "step-held" | "step-released" | "retry-held" | "inquiry-opened" | "step-succeeded" | "event-published" | "signal-taken" | "event-taken" | "step-refused" | "step-failed" | "catch-begun" | "step-caught" | "step-compensated" | "step-stuck" | "iteration-opened" | "iterations-opened" | "iterations-dropped" | "deadline-passed" | "deadline-lifted" | "abort-decided" | "forward-resumed" | "operator-acted" | "definition-migrated" | "commands-resent" | "saga-paused" | "pause-ended" | "clocks-moved" | "saga-stuck" | "saga-stuck-on" | "saga-resumed" | "saga-completed" | "saga-compensated" | "saga-abandoned" | "reply-ignored";
            attempt: number | null;
            participant: string | null;
            command: string | null;
            /** @description From a command to its outcome, from the beginning of a wait to its end, or from the start of the saga to its end. null: it ends nothing, or what it ends began 200 transitions before the page. */
            durationMs: number | null;
            /** @description The operator whose action led to it. */
            by: components["schemas"]["ActedBy"] | null;
            error: components["schemas"]["SagaError"] | null;
            /** @description The same for people, on one line. */
            text: string;
        };
        TimelinePage: {
            items: components["schemas"]["TimelineEntry"][];
            /** @description Goes into `cursor`; null: this is the last page. */
            next: string | null;
        };
        Signal: {
            /** Format: uuid */
            sagaId: string;
            name: string;
        };
        RetryDto: {
            /** @example payment provider is back */
            reason: string;
            /** @description The version of the saga that you saw; another one is a 409. */
            expectedVersion?: number;
            /** @description Of the preview that you confirm: anything else is a 409, with the new preview. */
            previewHash?: string;
            /** @description Left out: everything that is stuck. */
            step?: string;
            /** @description Another input for the step’s command, sent under a new iteration. */
            input?: components["schemas"]["Json"];
        };
        SkipDto: {
            /** @example payment provider is back */
            reason: string;
            /** @description The version of the saga that you saw; another one is a 409. */
            expectedVersion?: number;
            /** @description Of the preview that you confirm: anything else is a 409, with the new preview. */
            previewHash?: string;
            /** @example ship */
            step: string;
            /** @description Goes on as if the step had given this. */
            output?: components["schemas"]["Json"];
        };
        CompensateDto: {
            /** @example payment provider is back */
            reason: string;
            /** @description The version of the saga that you saw; another one is a 409. */
            expectedVersion?: number;
            /** @description Of the preview that you confirm: anything else is a 409, with the new preview. */
            previewHash?: string;
            /** @description Undo back to just before this step, then go forward again; left out: undo all. */
            toStep?: string;
        };
        ActionDto: {
            /** @example payment provider is back */
            reason: string;
            /** @description The version of the saga that you saw; another one is a 409. */
            expectedVersion?: number;
            /** @description Of the preview that you confirm: anything else is a 409, with the new preview. */
            previewHash?: string;
        };
        SettleDto: {
            /** @example payment provider is back */
            reason: string;
            /** @description The version of the saga that you saw; another one is a 409. */
            expectedVersion?: number;
            /** @description Of the preview that you confirm: anything else is a 409, with the new preview. */
            previewHash?: string;
            /** @example reserveStock */
            step: string;
            /** @enum {string} */
            result: "succeeded" | "undone";
        };
        PauseProbes: {
            /** @description Attempts that failed before it was made. */
            failures: number;
            /** @description The different sagas that these attempts belong to. */
            sagas: number;
            /** @description Attempts that were let through since. */
            probes: number;
            /** @description null: none was. */
            lastProbeAt: string | null;
            /** @description null: it is over. */
            nextProbeAt: string | null;
        };
        Pause: {
            /** Format: uuid */
            id: string;
            /**
             * @description A definition in all of its versions, one of its steps, a participant, or the sagas of a group of failures, which is at `place`.
             * @example {
             *       "participant": "payment"
             *     }
             */
            scope: {
                definition: string;
            } | {
                definition: string;
                step: string;
            } | {
                participant: string;
            } | {
                failureGroup: string;
                place: {
                    definition: string;
                    step: string;
                    /** @enum {string} */
                    direction: "execute" | "compensate" | "inquire";
                };
            };
            reason: string;
            /** @description Who paused it. */
            by: string;
            /** @description It holds compensations and inquiries, too. */
            withCompensations: boolean;
            /** Format: date-time */
            since: string;
            /** @description It ends by itself then. */
            until: string | null;
            /** @description null: it goes on. */
            endedAt: string | null;
            endedBy: string | null;
            endReason: string | null;
            /** @description The conductor made it by itself; null: a person did. */
            automatic: components["schemas"]["PauseProbes"] | null;
        };
        PauseDto: {
            /** @example payment provider is back */
            reason: string;
            /**
             * @description A definition in all of its versions, one of its steps, a participant, or the sagas of a group of failures, by its fingerprint.
             * @example {
             *       "participant": "payment"
             *     }
             */
            scope: {
                definition: string;
            } | {
                definition: string;
                step: string;
            } | {
                participant: string;
            } | {
                failureGroup: string;
            };
            /**
             * Format: date-time
             * @description It ends by itself then, within 365 days. Left out: somebody has to resume it.
             */
            until?: string;
            /**
             * @description Holds compensations and inquiries of the step or the participant too. A pause of a definition always does; of a group it says nothing, which has one direction.
             * @default false
             */
            withCompensations?: boolean;
        };
        ListedPause: {
            /** Format: uuid */
            id: string;
            /**
             * @description A definition in all of its versions, one of its steps, a participant, or the sagas of a group of failures, which is at `place`.
             * @example {
             *       "participant": "payment"
             *     }
             */
            scope: {
                definition: string;
            } | {
                definition: string;
                step: string;
            } | {
                participant: string;
            } | {
                failureGroup: string;
                place: {
                    definition: string;
                    step: string;
                    /** @enum {string} */
                    direction: "execute" | "compensate" | "inquire";
                };
            };
            reason: string;
            /** @description Who paused it. */
            by: string;
            /** @description It holds compensations and inquiries, too. */
            withCompensations: boolean;
            /** Format: date-time */
            since: string;
            /** @description It ends by itself then. */
            until: string | null;
            /** @description null: it goes on. */
            endedAt: string | null;
            endedBy: string | null;
            endReason: string | null;
            /** @description The conductor made it by itself; null: a person did. */
            automatic: components["schemas"]["PauseProbes"] | null;
            /** @description Sagas of which it holds something, as far as something happened to them since; after its end: which are still to be woken. */
            heldSagas: number;
        };
        PausePage: {
            items: components["schemas"]["ListedPause"][];
            /** @description Goes into `cursor`; null: this is the last page. */
            next: string | null;
        };
        OldestOpenSaga: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "running" | "compensating" | "stuck" | "completed" | "compensated" | "abandoned";
            definition: string;
            /** Format: date-time */
            createdAt: string;
        };
        Rate: {
            last5Min: number;
            lastHour: number;
        };
        Rates: {
            started: components["schemas"]["Rate"];
            completed: components["schemas"]["Rate"];
            compensated: components["schemas"]["Rate"];
            stuck: components["schemas"]["Rate"];
        };
        FailureLife: {
            /**
             * @description `new`: nobody has done anything. `acknowledged`: somebody looks after it. `muted`: nobody is told of it for a while. `resolved`: it is mended. `regressed`: it came again after that.
             * @enum {string}
             */
            status: "new" | "acknowledged" | "muted" | "resolved" | "regressed";
            /** @description Since when; null: it is new. */
            at: string | null;
            by: string | null;
            owner: string | null;
            note: string | null;
            /** @description When it is muted no more; null: no time ends it. */
            mutedUntil: string | null;
            /** @description After how many more sagas it is muted no more; null: no number ends it. */
            mutedForSagas: number | null;
            /** @description The first version of the definition without it; null: all that run. */
            resolvedInVersion: number | null;
            /** @description Of what regressed: when it had been resolved. */
            resolvedAt: string | null;
        };
        FailureGroup: {
            definition: string;
            step: string;
            /** @enum {string} */
            direction: "execute" | "compensate" | "inquire";
            /**
             * @description `stuck`: at least one waits for a person. `retrying`: all have attempts left.
             * @enum {string}
             */
            state: "stuck" | "retrying";
            /** @description Names the group: the same for the same definition, step, direction, code and kind of message, in all versions. */
            fingerprint: string;
            /** @description What one of them was answered. */
            error: components["schemas"]["SagaError"];
            /** @description What their messages have in common; `#` stands for what differs. */
            kind: string;
            /** @description Sagas that are in it now. */
            count: number;
            /** @description Those among them that wait for a person. */
            stuck: number;
            /** @description Those among them that have attempts left. */
            retrying: number;
            /** @description Sagas that ever came to it. */
            total: number;
            /** @description Since when the longest of them is in it; null: none is in it now. */
            oldestAt: string | null;
            /** Format: date-time */
            firstSeenAt: string;
            /**
             * Format: date-time
             * @description When an attempt last went wrong in this way.
             */
            lastSeenAt: string;
            /** @description Versions of the definition that have it; the latest 20. */
            versions: number[];
            /** @description Sagas that came to it in each of 24 hours; the last is the current hour, UTC. */
            trend: number[];
            /** @description At most 5, the oldest first. */
            sampleSagaIds: string[];
            life: components["schemas"]["FailureLife"];
            /** @description What may be done with it now. */
            acts: ("acknowledge" | "mute" | "resolve" | "reopen")[];
            /** @description One more with each act of an operator; 0: none yet. */
            revision: number;
        };
        Backlog: {
            /** @description Messages that are committed and not yet known to have arrived. */
            outbox: number;
            oldestOutboxAgeMs: number | null;
            /** @description Sagas whose timer is due and has not fired. */
            timersDue: number;
            /** @description By how much the oldest timer is late. */
            oldestTimerLagMs: number | null;
            deadMessages: number;
            stuckSagas: number;
            /** @description Sagas that operators paused one by one. */
            pausedSagas: number;
            /** @description Pauses of definitions, steps and participants that go on. */
            pauses: number;
            /** @description Those of them that the conductor made by itself. */
            automaticPauses: number;
            /** @description Events of services kept for sagas that wait for them. */
            keptEvents: number;
            /** @description The size of their data. */
            keptEventBytes: number;
        };
        ReplicaReplyQueue: {
            /** @description The queue on the broker. */
            name: string;
            /** @description Its commands name this queue; false: it reads it because nobody else does. */
            isHome: boolean;
            /** @description Grows by one whenever another replica takes it. */
            fence: number;
        };
        Replica: {
            /** Format: uuid */
            id: string;
            /** @description It answered this call. */
            isThis: boolean;
            /**
             * Format: date-time
             * @description Its last report; there is one every second.
             */
            seenAt: string;
            /** @description It was stopped, and had finished what it had in hand. */
            hasLeft: boolean;
            /** @description Since when it has been without the broker; null: it has the broker. */
            brokerLostAt: string | null;
            /** @description Its release, such as 1.4.2; null: an earlier one, which does not say. Two at once are an upgrade under way, or one that was forgotten. */
            version: string | null;
            /** @description The reply queues that it reads. */
            replyQueues: components["schemas"]["ReplicaReplyQueue"][];
        };
        BrokerHealth: {
            /** @enum {string} */
            status: "connected" | "blocked" | "disconnected";
            /** @description What the broker does not let the conductor do, a sentence each: what its account may not declare, bind, read or write, exchanges and bindings that cannot be declared, and why events that start sagas may not arrive. */
            refusals: string[];
        };
        DatabaseHealth: {
            /** @enum {string} */
            status: "connected";
            /** @description How long a commit took just now. */
            commitMs: number;
        };
        Overview: {
            /**
             * Format: date-time
             * @description When the counts were taken; they may be kept for a while on large tables, but for those that are stuck.
             */
            countedAt: string;
            /** @description false: there are more sagas that have ended; it is so for a while after an upgrade, until all of them were counted once. */
            isCountExact: boolean;
            byStatus: {
                [key: string]: number;
            };
            byDefinition: {
                [key: string]: {
                    [key: string]: number;
                };
            };
            rates: components["schemas"]["Rates"];
            oldestOpenSaga: components["schemas"]["OldestOpenSaga"] | null;
            stuckGroups: components["schemas"]["FailureGroup"][];
            /** @description Inputs of this replica that wait for a batch. */
            pipelineQueue: number;
            backlog: components["schemas"]["Backlog"];
            /** @description The conductors of the last half minute. */
            replicas: components["schemas"]["Replica"][];
            broker: components["schemas"]["BrokerHealth"];
            database: components["schemas"]["DatabaseHealth"];
        };
        ActiveStep: {
            name: string;
            /** @enum {string} */
            status: "pending" | "skipped" | "executing" | "inquiring" | "succeeded" | "refused" | "failed" | "caught" | "waiting" | "iterating" | "compensating" | "compensated" | "stuck";
            /** @description Issued in this iteration, in every direction. */
            attempts: number;
            error: components["schemas"]["SagaError"] | null;
            nextAction: components["schemas"]["NextAction"];
        };
        AdminSaga: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "running" | "compensating" | "stuck" | "completed" | "compensated" | "abandoned";
            definition: components["schemas"]["DefinitionRef"];
            /** @description Counts the transitions; goes into expectedVersion. */
            version: number;
            key: string | null;
            /** Format: date-time */
            updatedAt: string;
            endedAt: string | null;
            /** @description What it waits for; null: it has ended. */
            waiting: components["schemas"]["Waiting"] | null;
            /** @enum {string} */
            direction: "forward" | "backward";
            /** Format: date-time */
            startedAt: string;
            lastError: components["schemas"]["SagaError"] | null;
            /** @description The first ones. */
            activeSteps: components["schemas"]["ActiveStep"][];
            activeStepCount: number;
            /** @description Issued in all, in every direction. */
            attempts: number;
            unchangedForMs: number;
            nextTimer: components["schemas"]["NextAction"] | null;
            /** @description An operator paused the saga itself. */
            isPaused: boolean;
        };
        AdminSagaPage: {
            items: components["schemas"]["AdminSaga"][];
            /** @description Goes into `cursor`; null: this is the last page. */
            next: string | null;
        };
        DeadMessage: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            source: "reply" | "timer" | "intake";
            /**
             * @description Stable, for machines; CODES.md says what each means.
             * @enum {string}
             */
            reason: "NO_CORRELATION" | "BAD_SIGNATURE" | "NOT_JSON" | "UNKNOWN_FORM" | "PARTIAL_RESPONSE" | "TOO_LARGE" | "TOO_DEEP" | "TOO_MANY_VALUES" | "DUPLICATE_KEY" | "FORBIDDEN_KEY" | "UNSTORABLE_TEXT" | "UNSTORABLE_NUMBER" | "UNDECODABLE" | "SCHEMA_UNUSABLE" | "WRONG_FORM" | "UNKNOWN_PATTERN" | "NO_MESSAGE_ID" | "MESSAGE_ID_INVALID" | "WRONG_SENDER" | "SAGA_NOT_FOUND" | "DEFINITION_NOT_FOUND" | "DEFINITION_RETIRED" | "INPUT_INVALID" | "IDEMPOTENCY_KEY_REUSED" | "SAGA_ENDED" | "SIGNAL_NOT_EXPECTED" | "SIGNAL_PAYLOAD_INVALID" | "TOO_MANY_SIGNALS" | "SIGNAL_ID_REUSED" | "SAGA_FULL" | "BUDGET_EXCEEDED" | "TOO_MANY_OPEN_SAGAS" | "TRIGGER_FAILED" | "EVENT_NOT_KEPT" | "TRIGGER_LOOP" | "UNKNOWN_SAGA" | "UNPROCESSABLE" | "REDELIVERED_TOO_OFTEN";
            /** @description For people. */
            detail: string;
            sagaId: string | null;
            /** @description The first 4 KiB of the body; no more of it was kept. */
            bodyText: string;
            /** @description Of the whole body. */
            bodyBytes: number;
            /** @description Of the whole body, in hexadecimal. */
            bodySha256: string;
            /** @description `bodyText` is not all of it. */
            isBodyTruncated: boolean;
            /** @description As the sender set them. `•••` to a viewer, where a definition marks anything. */
            properties: components["schemas"]["MessageProperties"] | "•••";
            /** Format: date-time */
            createdAt: string;
            resolvedAt: string | null;
            /** @description null: it is open. */
            resolution: ("replayed" | "discarded") | null;
            /** @description Who replayed or discarded it. */
            resolvedBy: string | null;
            /** @description Why, in the words of that person. */
            resolvedReason: string | null;
            /** @description What the replay came to. `taken`: a start, signal, event or description was. `applied`: a reply moved its saga. `ignored`: it changed nothing, as a late one does. `set-aside`: it is among the dead messages once more. */
            ledTo: ("taken" | "applied" | "ignored" | "set-aside" | "early") | null;
            /** @description It is open, and kept whole: it can be replayed. */
            isReplayable: boolean;
            /** @description Why it cannot be replayed. null: it can, or is resolved. */
            whyNotReplayable: string | null;
        };
        DeadMessagePage: {
            items: components["schemas"]["DeadMessage"][];
            /** @description Goes into `cursor`; null: this is the last page. */
            next: string | null;
        };
        LockTicket: {
            /** Format: uuid */
            sagaId: string;
            definition: string;
            sagaKey: string | null;
            /** @enum {string} */
            status: "running" | "compensating" | "stuck" | "completed" | "compensated" | "abandoned";
            /**
             * Format: date-time
             * @description When it asked.
             */
            since: string;
        };
        Lock: {
            key: string;
            /** @description null: a saga holds it whose definition the caller may not see. */
            holder: components["schemas"]["LockTicket"] | null;
            /** @description In the order of their turns; the first 100. */
            waiters: components["schemas"]["LockTicket"][];
            waiterCount: number;
        };
        LockPage: {
            items: components["schemas"]["Lock"][];
            /** @description Goes into `cursor`; null: this is the last page. */
            next: string | null;
        };
        ReleaseLockDto: {
            /** @example payment provider is back */
            reason: string;
            /** @description The version of the saga that you saw; another one is a 409. */
            expectedVersion?: number;
            /** @description Of the preview that you confirm: anything else is a 409, with the new preview. */
            previewHash?: string;
            /** @example order:o-1001 */
            key: string;
            /**
             * Format: uuid
             * @description Whose lock it is. Name it: without it, whoever holds the lock by then loses it, which may be the next saga already.
             */
            sagaId?: string;
        };
        ParticipantCommand: {
            command: string;
            hasInputSchema: boolean;
            hasOutputSchema: boolean;
        };
        Participant: {
            participant: string;
            queue: string;
            /** @description null: the broker cannot be asked now; so are consumers and ready. */
            queueExists: boolean | null;
            consumers: number | null;
            /** @description Messages with commands that wait. */
            ready: number | null;
            /** @description How many commands one message to it may carry: what all live processes that read its queue take. 1: each command has a message of its own. null: the broker cannot be asked now. */
            envelopes: number | null;
            /** @description When its description last came; null: it never described itself. */
            lastSeenAt: string | null;
            /** @description Why commands do not reach its queue; left out: they do. */
            undelivered?: string;
            /** @description null: it never described itself. */
            commands: components["schemas"]["ParticipantCommand"][] | null;
        };
        ParticipantPage: {
            items: components["schemas"]["Participant"][];
            /** @description Goes into `cursor`; null: this is the last page. */
            next: string | null;
        };
        DescribedCommand: {
            command: string;
            hasInputSchema: boolean;
            hasOutputSchema: boolean;
            /** @description JSON Schema of the data; null: nothing is said of it, or it is left out here. */
            inputSchema: components["schemas"]["Json"];
            /** @description JSON Schema of what a success gives; null: as above. */
            outputSchema: components["schemas"]["Json"];
        };
        DescribedParticipant: {
            participant: string;
            queue: string;
            /** @description null: the broker cannot be asked now; so are consumers and ready. */
            queueExists: boolean | null;
            consumers: number | null;
            /** @description Messages with commands that wait. */
            ready: number | null;
            /** @description How many commands one message to it may carry: what all live processes that read its queue take. 1: each command has a message of its own. null: the broker cannot be asked now. */
            envelopes: number | null;
            /** @description When its description last came; null: it never described itself. */
            lastSeenAt: string | null;
            /** @description Why commands do not reach its queue; left out: they do. */
            undelivered?: string;
            /** @description null: it never described itself. Schemas beyond 4 MiB in all are left out. */
            commands: components["schemas"]["DescribedCommand"][] | null;
        };
        ForgottenView: {
            /** @example payment */
            participant: string;
        };
        Liveness: {
            /** @enum {string} */
            status: "live";
        };
        Readiness: {
            /**
             * @description `degraded`: the broker is away, takes nothing, or refuses this account something; starts are safe, they wait in the outbox.
             * @enum {string}
             */
            status: "ready" | "degraded" | "not-ready";
            /** @description What is wrong; empty: nothing. */
            reasons: string[];
        };
        SagaChange: {
            /** Format: uuid */
            sagaId: string;
            /** @description Of the saga after it. With sagaId, names the change. */
            version: number;
            /** Format: date-time */
            at: string;
            definition: components["schemas"]["DefinitionRef"];
            key: string | null;
            /** @enum {string} */
            status: "running" | "compensating" | "stuck" | "completed" | "compensated" | "abandoned";
            /** @description null: it began the saga. */
            statusBefore: ("running" | "compensating" | "stuck" | "completed" | "compensated" | "abandoned") | null;
            /** @description Types of its events, each once. */
            kinds: ("saga-started" | "locks-requested" | "locks-acquired" | "locks-awaited" | "lock-wait-extended" | "lock-released" | "parent-asked" | "saga-reopened" | "step-skipped" | "wait-opened" | "wait-closed" | "signal-received" | "command-issued" | "attempt-failed" | "retry-scheduled" | "timeout-postponed" | "command-held" | "step-held" | "step-released" | "retry-held" | "inquiry-opened" | "step-succeeded" | "signal-superseded" | "signal-taken" | "event-taken" | "event-published" | "step-refused" | "step-failed" | "catch-begun" | "step-caught" | "step-compensated" | "step-stuck" | "iteration-opened" | "iterations-opened" | "iterations-dropped" | "deadline-passed" | "deadline-lifted" | "abort-decided" | "forward-resumed" | "operator-acted" | "definition-migrated" | "commands-resent" | "saga-paused" | "pause-ended" | "clocks-moved" | "saga-stuck" | "saga-stuck-on" | "saga-resumed" | "saga-completed" | "saga-compensated" | "saga-abandoned")[];
            /** @description Steps that its events are about: the first 20. */
            steps: string[];
            /** @description What the saga waits for after it, as lists say it, by what was known at the commit: not who holds a lock, or which child it is. Of a change that was told late: as it is by then. null: it has ended. */
            waiting: components["schemas"]["Waiting"] | null;
            /** @description The saga matches the filters after it. false: it did before, or may have, and does not any more: whoever shows those that match takes it out. */
            matches: boolean;
        };
        StreamReset: {
            /**
             * @description Something cannot be told: read again what you show, and go on listening.
             * @enum {string}
             */
            reason: "too-old" | "unknown-position" | "too-much" | "earlier-release";
        };
        StreamHeartbeat: {
            /**
             * Format: date-time
             * @description By the clock of the server.
             */
            at: string;
        };
        StreamOpened: {
            /** @description Come back after so long when the stream breaks. */
            retryMs: number;
        };
        StreamEnded: {
            /**
             * @description Come back with the id of the last event; after `not-allowed` with another key.
             * @enum {string}
             */
            reason: "too-slow" | "draining" | "not-allowed";
        };
        LargeEntry: {
            version: number;
            /** Format: date-time */
            at: string;
            /** @description Too many for a stream: read it in the history. */
            bytes: number;
        };
        AuditSealView: {
            /** @description Its place in the chain of hashes. */
            seq: number;
            /** @description In hexadecimal. */
            hash: string;
        };
        AuditSubject: {
            /** @description `saga`, `definition`, `participant`, `group`, `bulk`, … */
            kind: string;
            /** @description Of a saga its id, of others a name or a key. */
            id: string;
        };
        AuditRecord: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            actor: string;
            /** @description The way it came; `console` and `cli` are what the caller says of itself. null: an earlier release recorded it. */
            via: string | null;
            /** @description The name of the key that was shown; null: none was. */
            credential: string | null;
            /** @example retry */
            action: string;
            subject: components["schemas"]["AuditSubject"];
            /** @description null: it is not about a saga. */
            sagaId: string | null;
            /** @description Posted or retired. Left out: it is not about a definition. */
            definition?: string;
            reason: string;
            /** @description What was asked for: of an action on a saga the action. */
            request: components["schemas"]["Json"];
            /** @description Of a saga or a definition `{ status, version }`; null: there was nothing. */
            before: components["schemas"]["Json"];
            /** @description Like `before`. null: there is nothing, or it was refused. */
            after: components["schemas"]["Json"];
            /** @enum {string} */
            outcome: "done" | "refused";
            /** @description The code of the refusal; null: it was done. */
            refusal: string | null;
            /** @description More than 1: equal refusals within a minute. */
            times: number;
            /** @description Of the preview that was confirmed; null: none was. */
            previewHash: string | null;
            /** @description The bulk that it is a part of; null: it is by itself. */
            operationId: string | null;
            /** @description null: it waits for its seal, for a moment. */
            seal: components["schemas"]["AuditSealView"] | null;
        };
        AuditPage: {
            items: components["schemas"]["AuditRecord"][];
            /** @description Goes into `cursor`; null: this is the last page. */
            next: string | null;
        };
        ChainFaultView: {
            seq: number;
            /** @description The record that is there; null: none is. */
            id: string | null;
            /**
             * @description `missing`: no record is at this place. `changed`: it is not what was sealed. `beginning-missing`: what came before is gone, and no trimming of the log says so. `other-than-expected`: the hash is not the one that you gave.
             * @enum {string}
             */
            what: "missing" | "changed" | "beginning-missing" | "other-than-expected";
        };
        ChainPointView: {
            /** @description The place in the chain; 0: before the first record. */
            seq: number;
            /** @description In hexadecimal. */
            hash: string;
        };
        UnsealedView: {
            count: number;
            /** @description The oldest, at most 100. */
            ids: string[];
        };
        AuditVerdictView: {
            /** @description Every record that was looked at is what was sealed. */
            isIntact: boolean;
            /** @description What was looked at begins after it. */
            after: components["schemas"]["ChainPointView"];
            /** @description What was looked at ends with it, if it is intact. Keep it elsewhere. */
            head: components["schemas"]["ChainPointView"];
            /** @description Records that were looked at. */
            checked: number;
            /** @description false: there was no time for the rest; go on after `head.seq`. */
            isComplete: boolean;
            /** @description The first broken link; null: none was found. */
            fault: components["schemas"]["ChainFaultView"] | null;
            /** @description Records that wait for their seal. */
            unsealed: components["schemas"]["UnsealedView"];
        };
        AuditTrimView: {
            /** @description Records that were deleted. */
            records: number;
            /** @description There may be more: call again. */
            isMore: boolean;
        };
        AuditTrimDto: {
            /** @example payment provider is back */
            reason: string;
            /**
             * Format: date-time
             * @description an instant with a zone such as 2026-01-31T12:00:00Z or 2026-01-31T13:00:00+01:00; at least 30 days ago.
             * @example 2026-01-31T00:00:00Z
             */
            olderThan: string;
        };
        Undelivered: {
            /** @description Who does not get them; null: events. */
            participant: string | null;
            /** @description `UNROUTABLE`, or a code and what the broker said. */
            reason: string;
            /** @description Of the 1,000 oldest. */
            messages: number;
            /** Format: date-time */
            oldestAt: string;
        };
        Failures: {
            /** @description Those with most sagas first. */
            groups: components["schemas"]["FailureGroup"][];
            /** @description There are more groups than are shown. Counts are exact. */
            truncated: boolean;
            undelivered: components["schemas"]["Undelivered"][];
        };
        GroupMemberView: {
            /** Format: uuid */
            sagaId: string;
            /** @description The version of its definition. */
            version: number;
            /** @enum {string} */
            state: "stuck" | "retrying";
            /** @description Attempts that went wrong. */
            attempts: number;
            error: components["schemas"]["SagaError"];
            /**
             * Format: date-time
             * @description Since when it is in the group.
             */
            since: string;
            /**
             * Format: date-time
             * @description When an attempt last went wrong.
             */
            lastSeenAt: string;
        };
        GroupMemberPage: {
            items: components["schemas"]["GroupMemberView"][];
            /** @description Goes into `cursor`; null: this is the last page. */
            next: string | null;
        };
        AcknowledgeDto: {
            /** @example payment provider is back */
            reason: string;
            /** @description The revision of the group that you saw; another one is a 409. */
            expectedRevision?: number;
            /**
             * @description Who looks after it. Left out: you.
             * @example team-ship
             */
            owner?: string;
            /** @example ticket 4711 */
            note?: string;
        };
        MuteDto: {
            /** @example payment provider is back */
            reason: string;
            /** @description The revision of the group that you saw; another one is a 409. */
            expectedRevision?: number;
            /**
             * Format: date-time
             * @description Until when. This, `sagas`, or both: whichever comes first ends it.
             */
            until?: string;
            /** @description Until so many more sagas came to it. */
            sagas?: number;
        };
        ResolveDto: {
            /** @example payment provider is back */
            reason: string;
            /** @description The revision of the group that you saw; another one is a 409. */
            expectedRevision?: number;
            /** @description The first version of the definition without it: sagas of earlier ones may still come to it. Left out: any saga that comes is a regression. */
            inVersion?: number;
            /** @example the timeout is 30 s now */
            note?: string;
        };
        GroupActDto: {
            /** @example payment provider is back */
            reason: string;
            /** @description The revision of the group that you saw; another one is a 409. */
            expectedRevision?: number;
        };
        Alert: {
            /** @description What is wrong with what: there is one alert for it. */
            key: string;
            /** @enum {string} */
            kind: "stuck" | "group-new" | "group-regressed" | "oldest-open" | "silent-participant" | "automatic-pause" | "dead-messages" | "outbox-stalled" | "approval-asked" | "break-glass";
            title: string;
            text: string;
            /** @description How many it is about. */
            count: number;
            /** Format: date-time */
            since: string;
            /** @description When people were last told; null: it has not lasted long enough. */
            toldAt: string | null;
            /** @description Names the group of failures; null: it is about none. */
            fingerprint: string | null;
            /** @description Where it is settled in the console, a path below its address; null: on no page of its own. */
            place: string | null;
            /** @description At most 3, the oldest first. */
            sampleSagaIds: string[];
            /** @description What to do first. */
            act: string;
        };
        AlertsView: {
            alerts: components["schemas"]["Alert"][];
        };
        AlertRoute: {
            name: string;
            /** @enum {string} */
            type: "webhook" | "slack" | "smtp" | "events";
            kinds: ("stuck" | "group-new" | "group-regressed" | "oldest-open" | "silent-participant" | "automatic-pause" | "dead-messages" | "outbox-stalled" | "approval-asked" | "break-glass")[];
        };
        AlertRoutesView: {
            routes: components["schemas"]["AlertRoute"][];
        };
        AlertDelivery: {
            /**
             * Format: uuid
             * @description The `webhook-id`, the same in all attempts.
             */
            id: string;
            route: string;
            /** @enum {string} */
            event: "firing" | "resolved" | "more" | "test";
            /** @description Of the alert. */
            key: string;
            title: string;
            /**
             * @description `given-up`: the receiver was away for a day, or wants none of it.
             * @enum {string}
             */
            status: "waiting" | "sent" | "given-up";
            /** Format: date-time */
            createdAt: string;
            /** @description Attempts so far. */
            tries: number;
            /** @description Of the next attempt; null: there is none. */
            nextTryAt: string | null;
            sentAt: string | null;
            /** @description Of the last attempt that went wrong. */
            lastError: string | null;
        };
        DeliveryPage: {
            items: components["schemas"]["AlertDelivery"][];
            /** @description Goes into `cursor`; null: this is the last page. */
            next: string | null;
        };
        AlertTestView: {
            /** @description The receiver took it. */
            isDelivered: boolean;
            /** @description Why not; null: it took it. */
            error: string | null;
            tookMs: number;
        };
        VersionCounts: {
            running: number;
            compensating: number;
            stuck: number;
            version: number;
        };
        DefinitionCounts: {
            /** Format: date-time */
            countedAt: string;
            /** @description In the order of versions; those without open sagas are left out. */
            versions: components["schemas"]["VersionCounts"][];
        };
        OpenByStatus: {
            running: number;
            compensating: number;
            stuck: number;
        };
        SideCounts: {
            /** @description Sagas that are there, with those that are stuck. */
            open: number;
            /** @description Those of them that need a person. */
            stuck: number;
        };
        StepCounts: {
            /** @example authorizePayment */
            step: string;
            forward: components["schemas"]["SideCounts"];
            undo: components["schemas"]["SideCounts"];
        };
        VersionStepCounts: {
            /**
             * Format: date-time
             * @description Counted again as soon as it is cheap enough.
             */
            countedAt: string;
            open: components["schemas"]["OpenByStatus"];
            /** @description By name; those where no saga is are left out. A saga is counted at each of its steps that are under way or stuck. */
            steps: components["schemas"]["StepCounts"][];
        };
        StepTime: {
            /**
             * @description A loop: each of its iterations.
             * @example authorizePayment
             */
            step: string;
            /** @description How often it succeeded in these sagas. */
            count: number;
            /** @description Half of them took no longer, in ms. */
            p50Ms: number;
            /** @description 19 of 20 took no longer, in ms. */
            p95Ms: number;
        };
        StepTimes: {
            /**
             * Format: date-time
             * @description The sagas started after this: seven days ago.
             */
            since: string;
            /** @description How many sagas were looked at: the newest that completed, at most 100. */
            sagas: number;
            /** @description In the order of the definition; steps that succeeded in none of them are left out. */
            steps: components["schemas"]["StepTime"][];
        };
        AsyncApiDocument: {
            /** @enum {string} */
            asyncapi: "3.0.0";
            info: {
                [key: string]: components["schemas"]["Json"];
            };
            defaultContentType: string;
            servers: {
                [key: string]: components["schemas"]["Json"];
            };
            channels: {
                [key: string]: components["schemas"]["Json"];
            };
            operations: {
                [key: string]: components["schemas"]["Json"];
            };
            components: {
                [key: string]: components["schemas"]["Json"];
            };
        };
        BulkCommandKind: {
            /** @example shipping */
            participant: string;
            /** @example shipping.ship */
            command: string;
            /** @enum {string} */
            direction: "execute" | "compensate" | "inquire";
            /** @description A pause holds these: they do not go out now. */
            isHeld: boolean;
            /** @description How many would go out. */
            commands: number;
            /** @description Of how many sagas. */
            sagas: number;
        };
        BulkRefusalKind: {
            /** @example SAGA_NOT_STUCK */
            code: string;
            /** @description Of the first saga that would be refused for it. */
            detail: string;
            sagas: number;
        };
        BulkOutlook: {
            /** @description Sagas that were looked at, in order of their ids. */
            looked: number;
            /** @description All of them were. false: time was up, or there are too many kinds. */
            isWhole: boolean;
            /** @description With so many of those the action would be done. */
            allowed: number;
            /** @description What would go out, the most first. */
            commands: components["schemas"]["BulkCommandKind"][];
            /** @description Why not with the others. */
            refusals: components["schemas"]["BulkRefusalKind"][];
        };
        PreviewedCommand: {
            /** @example ship */
            step: string;
            iteration: number;
            /** @enum {string} */
            direction: "execute" | "compensate" | "inquire";
            attempt: number;
            /** @example shipping.ship */
            command: string;
            /** @example shipping */
            participant: string;
            /** @description The queue it goes to. null: it is for a child saga, and goes to no queue. */
            queue: string | null;
            /** @description The payload. null also where `isDataShown` is false. */
            data: components["schemas"]["Json"];
            /** @description `data` is what would be sent. false: it depends on what is not there yet, or a routing slip is passed on, or all that is shown is too large. */
            isDataShown: boolean;
            /**
             * @description `participant`: on a routing slip, that of the command before passes it on.
             * @enum {string}
             */
            sentBy: "conductor" | "participant";
            /**
             * @description How the reply is taken to be in `then`.
             * @enum {string}
             */
            assumed: "succeeded" | "undone" | "not-done";
            /** @description What goes out because of its reply, if all goes well. */
            then: components["schemas"]["PreviewedCommand"][];
        };
        PreviewedEvent: {
            /** @example saga.abandoned.order-fulfilment */
            event: string;
            /** @description Without instants, which are not known yet. null also where it is too large to show. */
            data: components["schemas"]["Json"];
        };
        PreviewedPause: {
            /** @description null: the saga itself is paused. */
            id: string | null;
            /** @description What is paused. null: the saga itself. */
            scope: ({
                definition: string;
            } | {
                definition: string;
                step: string;
            } | {
                participant: string;
            } | {
                failureGroup: string;
                place: {
                    definition: string;
                    step: string;
                    /** @enum {string} */
                    direction: "execute" | "compensate" | "inquire";
                };
            }) | null;
            /** @description Who paused it. */
            by: string;
            reason: string;
            /** Format: date-time */
            since: string;
            /** @description It ends by itself then. null: somebody has to end it. */
            until: string | null;
        };
        LostUndo: {
            step: string;
            /** @description The command or event that would have undone it. */
            by: string;
        };
        SagaTimer: {
            /** @enum {string} */
            what: "deadline" | "lock" | "timeout" | "next-attempt" | "wait" | "delay";
            /** @description null: of the whole saga. */
            step: string | null;
            /**
             * Format: date-time
             * @description As it would be, were the action taken now.
             */
            at: string;
        };
        SagaClock: {
            /** @enum {string} */
            what: "deadline" | "lock" | "timeout" | "next-attempt" | "wait" | "delay";
            /** @description null: of the whole saga. */
            step: string | null;
            /** @description What it has left while it stands still, in ms. */
            leftMs: number;
        };
        PreviewedWait: {
            /**
             * @description `time`: several things, whose time is up at the same instant.
             * @enum {string}
             */
            what: "delay" | "next-attempt" | "lock" | "signal" | "event" | "time";
            /** @description null: it is not for one step. */
            step: string | null;
            /** @description Of the signal or the event. null: it waits for none. */
            name: string | null;
            /** @description How long, in ms. null: nobody knows. */
            ms: number | null;
            /** @example then waits at cool for 3 d */
            text: string;
            /** @description What goes out after it. */
            then: components["schemas"]["PreviewedCommand"][];
        };
        PreviewedStuckStep: {
            /** @example ship */
            step: string;
            /** @enum {string} */
            direction: "execute" | "compensate" | "inquire";
            /** @description null: it is out of attempts. */
            error: components["schemas"]["SagaError"] | null;
        };
        SagaPreviewEnd: {
            /** @enum {string} */
            status: "running" | "compensating" | "stuck" | "completed" | "compensated" | "abandoned";
            /** @description Steps that wait for a signal or an event then. */
            waitsOn: string[];
            /** @description Steps that are stuck then, and why; the first 20. */
            stuckOn: components["schemas"]["PreviewedStuckStep"][];
            /** @description There is more that follows: the look ends after 100 commands. */
            isCut: boolean;
            /** @description Why the look ends there while the saga does not. null: the saga has ended. */
            endsBecause: ("too-much" | "stuck" | "waiting") | null;
            /**
             * @description The same for people.
             * @example the saga is completed
             */
            text: string;
        };
        SagaPreview: {
            /** Format: uuid */
            sagaId: string;
            /** @description The version that it was made for. */
            version: number;
            /** @enum {string} */
            action: "retry" | "skip" | "settle" | "cancel" | "compensate" | "release-lock" | "pause" | "resume" | "abandon" | "migrate";
            /** @description Goes into the call that acts, which is then refused when it would do something else. The same as long as it would do the same. */
            previewHash: string;
            /** @description What goes out at once, in order. */
            commands: components["schemas"]["PreviewedCommand"][];
            /** @description Commands that go out at once and are not shown. */
            commandsLeftOut: number;
            /** @description What is published at once. */
            events: components["schemas"]["PreviewedEvent"][];
            /** @description The parent, which is told at once how its child ended. null: it is not. */
            reportsTo: string | null;
            /** @description What would go out too, and does not: a pause holds it until it is over. */
            held: components["schemas"]["PreviewedCommand"][];
            /** @description Commands that are held and are not shown. */
            heldLeftOut: number;
            /** @description Events that are held as well. */
            heldEvents: components["schemas"]["PreviewedEvent"][];
            /** @description What holds a part of the saga then. */
            heldBy: components["schemas"]["PreviewedPause"][];
            /** @description Steps that could be undone until now, and whose undo nobody sends any more. */
            undoLost: components["schemas"]["LostUndo"][];
            /** @description Keys of locks, which pass to the next saga. */
            locksGivenBack: string[];
            timersSet: components["schemas"]["SagaTimer"][];
            timersCleared: components["schemas"]["SagaTimer"][];
            /** @description They run now, and stand still after it. */
            timersStopped: components["schemas"]["SagaClock"][];
            /** @description They stand still now, and go on after it. */
            timersGoingOn: components["schemas"]["SagaClock"][];
            /** @enum {string} */
            statusBefore: "running" | "compensating" | "stuck" | "completed" | "compensated" | "abandoned";
            /**
             * @description At once.
             * @enum {string}
             */
            statusAfter: "running" | "compensating" | "stuck" | "completed" | "compensated" | "abandoned";
            /** @enum {string} */
            directionAfter: "forward" | "backward";
            /** @description What the saga waits for once all commands are answered, one after the other, if all goes well: time passes, signals and events come. */
            later: components["schemas"]["PreviewedWait"][];
            /** @description Where it leads to, if all goes well, and every pause is over. */
            inTheEnd: components["schemas"]["SagaPreviewEnd"];
        };
        BulkSample: {
            /** Format: uuid */
            sagaId: string;
            /** @description The action would be done. */
            allowed: boolean;
            /** @description Why not. */
            code: string | null;
            /** @description For people. */
            detail: string | null;
            /** @description As of an action on this saga alone. null: it would be refused. */
            preview: components["schemas"]["SagaPreview"] | null;
        };
        MadeBulkView: {
            /** @description null: it was a dry run, and nothing was made. */
            id: string | null;
            /** @description Sagas that it is about. */
            count: number;
            /** @description Of a dry run: the first ones. */
            sample: components["schemas"]["BulkSample"][];
            /** @description Of a dry run: what it would do at once. null: it was none. */
            outlook: components["schemas"]["BulkOutlook"] | null;
            /** @description Of a dry run: goes into the call that makes the bulk, which is then about these sagas, and refused when one of the sample would do something else. null: it was none. */
            previewHash: string | null;
        };
        MakeBulkDto: {
            /** @example payment provider is back */
            reason: string;
            /**
             * @description As the query of the list of sagas. Either this or `ids`.
             * @example status=stuck&error=ERR_LOCKED
             */
            filter?: string;
            ids?: string[];
            /**
             * @example retry
             * @enum {string}
             */
            action: "retry" | "skip" | "settle" | "cancel" | "compensate" | "pause" | "resume" | "abandon";
            /** @description Of retry, skip and settle, as on one saga. */
            step?: string;
            /** @description Of compensate, as on one saga. */
            toStep?: string;
            /**
             * @description Of retry: a JSON merge patch (RFC 7396) on what the stuck step of each saga sent. What does not fit the command’s schema then is not sent: INPUT_INVALID in the results.
             * @example {
             *       "address": {
             *         "country": "NL"
             *       }
             *     }
             */
            patch?: {
                [key: string]: components["schemas"]["Json"];
            };
            /** @description Of skip, as on one saga. */
            output?: components["schemas"]["Json"];
            /**
             * @description Of settle.
             * @enum {string}
             */
            result?: "succeeded" | "undone";
            /**
             * @description How many go first, and what comes of them is awaited; 0: none.
             * @default 1
             */
            canary?: number;
            /** @description Sagas a second after the canary. Left out: steps of 1, 5, 25, …, each awaited. */
            rate?: number;
            /**
             * @description It stops when a larger share of the canary, a step, or all fails.
             * @default 0.1
             */
            failureShareMax?: number;
            /**
             * @description A saga that is not at rest within this counts as failed: 5m, at most 24h.
             * @example 5m
             */
            outcomeWithin?: string;
            /** @description Count what it would do, and look at some; make nothing. Default false. */
            dryRun?: boolean;
            /** @description Of the dry run that you confirm: other sagas, or something else, is a 409. */
            previewHash?: string;
        };
        BulkStopView: {
            /** @enum {string} */
            code: "CANARY_FAILED" | "TOO_MANY_FAILURES" | "STOPPED_BY_OPERATOR";
            /** @description For people. */
            detail: string;
        };
        BulkCountsView: {
            /** @description Nothing was done with them. */
            waiting: number;
            /** @description The action was done. */
            done: number;
            /** @description The action was refused; see the results. */
            refused: number;
            /** @description Of those done: what comes of it is awaited. */
            awaited: number;
            /** @description Came to the end that was meant. */
            good: number;
            /** @description Stuck again. */
            bad: number;
            /** @description Not at rest in time. It counts as a failure. */
            late: number;
            /** @description Ended by somebody else in another way. */
            gone: number;
        };
        Bulk: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "running" | "paused" | "stopped" | "done";
            /** @description Sagas that it is about: those when it was made. */
            count: number;
            counts: components["schemas"]["BulkCountsView"];
            /** @description The action, as on one saga. */
            action: components["schemas"]["BulkAction"];
            /** @description As it was given; null: it was made of ids. */
            filter: string | null;
            /** @description How many go first; what comes of them is awaited. */
            canary: number;
            /** @description Sagas a second; null: in steps of 1, 5, 25, …, each awaited. */
            rate: number | null;
            /** @description It stops when a larger share fails. */
            failureShareMax: number;
            /** @description How long the end of a saga is awaited. */
            outcomeWithinMs: number;
            /** @description 0: the canary, or the first step. */
            stage: number;
            /** @description Sagas up to this place may be acted on. */
            stageEnd: number;
            /** @description Why it was stopped; null: it was not. */
            stop: components["schemas"]["BulkStopView"] | null;
            actor: string;
            reason: string;
            /** Format: date-time */
            createdAt: string;
            /** @description null: it is running or paused. */
            endedAt: string | null;
        };
        BulkPage: {
            items: components["schemas"]["Bulk"][];
            /** @description Goes into `cursor`; null: this is the last page. */
            next: string | null;
        };
        BulkResult: {
            /** @description Its turn: 1, 2, 3, … */
            place: number;
            /** Format: uuid */
            sagaId: string;
            /** @description null: it was started without one, or has been deleted. */
            sagaKey: string | null;
            /** @enum {string} */
            state: "waiting" | "done" | "refused";
            /** @description Of the refusal, as for an action on one saga. */
            code: string | null;
            /** @description For people. */
            detail: string | null;
            actedAt: string | null;
            /** @description What came of it; null: it is awaited, or nothing was done. */
            outcome: ("good" | "bad" | "late" | "gone") | null;
        };
        BulkResultPage: {
            items: components["schemas"]["BulkResult"][];
            /** @description Goes into `cursor`; null: this is the last page. */
            next: string | null;
        };
        BulkJoined: {
            /** @description null: it was made of ids, and nothing joins these. */
            count: number | null;
            /** @description false: there are at least as many. */
            isExact: boolean;
        };
        ApprovalDecision: {
            actor: string;
            reason: string;
            /** Format: date-time */
            at: string;
        };
        ApprovalSubject: {
            /** @description `saga`, `definition`, `bulk`, `key`, …; `route`: the address says it. */
            kind: string;
            id: string;
        };
        ApprovalRequest: {
            /** @example POST */
            method: string;
            /** @description With the query. */
            path: string;
            /** @description As it was sent; null: there is none. */
            body: components["schemas"]["Json"];
        };
        Approval: {
            /** Format: uuid */
            id: string;
            /**
             * @description `confirming`: it was confirmed, and it is being done.
             * @enum {string}
             */
            state: "open" | "confirming" | "confirmed" | "rejected" | "withdrawn" | "expired";
            /**
             * @description As the audit log names it.
             * @enum {string}
             */
            act: "retry" | "skip" | "settle" | "cancel" | "compensate" | "release-lock" | "pause" | "resume" | "abandon" | "migrate" | "exempt" | "unexempt" | "start-bulk" | "pause-bulk" | "resume-bulk" | "stop-bulk" | "post-definition" | "retire-definition" | "unretire-definition" | "replay-dead-message" | "discard-dead-message" | "forget-participant" | "acknowledge-group" | "mute-group" | "resolve-group" | "reopen-group" | "make-key" | "rotate-key" | "revoke-key" | "end-session" | "trim-audit" | "test-alert" | "set-retention" | "clear-retention" | "save-view" | "replace-view" | "delete-view" | "default-view";
            subject: components["schemas"]["ApprovalSubject"];
            /** @description The one definition that it concerns; null: several, or none. */
            definition: string | null;
            /**
             * @description The least role that may do it, and so confirm it.
             * @enum {string}
             */
            needs: "viewer" | "operator" | "admin";
            /** @description The call that does it. */
            request: components["schemas"]["ApprovalRequest"];
            /** @description Why it is asked for. */
            reason: string;
            /** @description Who asked. */
            actor: string;
            /** @description What they showed, such as `key:<id>`. */
            credential: string | null;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description Nobody can confirm it then.
             */
            expiresAt: string;
            /** @description What it does; null: there are no previews of this act. */
            previewHash: string | null;
            /** @description Of a bulk how many sagas it is about: those when it was asked for. */
            sagas: number | null;
            /** @description null: nobody has decided. */
            decision: components["schemas"]["ApprovalDecision"] | null;
        };
        ApprovalPage: {
            items: components["schemas"]["Approval"][];
            /** @description Goes into `cursor`; null: this is the last page. */
            next: string | null;
        };
        ApprovalRefusal: {
            /** @description The code with which it would be refused. */
            code: string;
            /** @description For people. */
            detail: string;
        };
        ApprovalNow: {
            /** Format: uuid */
            id: string;
            /**
             * @description `confirming`: it was confirmed, and it is being done.
             * @enum {string}
             */
            state: "open" | "confirming" | "confirmed" | "rejected" | "withdrawn" | "expired";
            /**
             * @description As the audit log names it.
             * @enum {string}
             */
            act: "retry" | "skip" | "settle" | "cancel" | "compensate" | "release-lock" | "pause" | "resume" | "abandon" | "migrate" | "exempt" | "unexempt" | "start-bulk" | "pause-bulk" | "resume-bulk" | "stop-bulk" | "post-definition" | "retire-definition" | "unretire-definition" | "replay-dead-message" | "discard-dead-message" | "forget-participant" | "acknowledge-group" | "mute-group" | "resolve-group" | "reopen-group" | "make-key" | "rotate-key" | "revoke-key" | "end-session" | "trim-audit" | "test-alert" | "set-retention" | "clear-retention" | "save-view" | "replace-view" | "delete-view" | "default-view";
            subject: components["schemas"]["ApprovalSubject"];
            /** @description The one definition that it concerns; null: several, or none. */
            definition: string | null;
            /**
             * @description The least role that may do it, and so confirm it.
             * @enum {string}
             */
            needs: "viewer" | "operator" | "admin";
            /** @description The call that does it. */
            request: components["schemas"]["ApprovalRequest"];
            /** @description Why it is asked for. */
            reason: string;
            /** @description Who asked. */
            actor: string;
            /** @description What they showed, such as `key:<id>`. */
            credential: string | null;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description Nobody can confirm it then.
             */
            expiresAt: string;
            /** @description What it does; null: there are no previews of this act. */
            previewHash: string | null;
            /** @description Of a bulk how many sagas it is about: those when it was asked for. */
            sagas: number | null;
            /** @description null: nobody has decided. */
            decision: components["schemas"]["ApprovalDecision"] | null;
            /** @description What it would do now. null: it is refused, or there are no previews. */
            preview: components["schemas"]["SagaPreview"] | null;
            /** @description That is what was asked for; null: there is no preview. */
            holds: boolean | null;
            /** @description Why it would not be done now; null: nothing is known of that. */
            refusal: components["schemas"]["ApprovalRefusal"] | null;
            /** @description Of a bulk the first sagas. */
            sample: components["schemas"]["BulkSample"][];
            /** @description Why this caller may not confirm it; null: they may. */
            whyNot: components["schemas"]["ApprovalRefusal"] | null;
        };
        ConfirmedApproval: {
            /** Format: uuid */
            id: string;
            /**
             * @description `confirming`: it was confirmed, and it is being done.
             * @enum {string}
             */
            state: "open" | "confirming" | "confirmed" | "rejected" | "withdrawn" | "expired";
            /**
             * @description As the audit log names it.
             * @enum {string}
             */
            act: "retry" | "skip" | "settle" | "cancel" | "compensate" | "release-lock" | "pause" | "resume" | "abandon" | "migrate" | "exempt" | "unexempt" | "start-bulk" | "pause-bulk" | "resume-bulk" | "stop-bulk" | "post-definition" | "retire-definition" | "unretire-definition" | "replay-dead-message" | "discard-dead-message" | "forget-participant" | "acknowledge-group" | "mute-group" | "resolve-group" | "reopen-group" | "make-key" | "rotate-key" | "revoke-key" | "end-session" | "trim-audit" | "test-alert" | "set-retention" | "clear-retention" | "save-view" | "replace-view" | "delete-view" | "default-view";
            subject: components["schemas"]["ApprovalSubject"];
            /** @description The one definition that it concerns; null: several, or none. */
            definition: string | null;
            /**
             * @description The least role that may do it, and so confirm it.
             * @enum {string}
             */
            needs: "viewer" | "operator" | "admin";
            /** @description The call that does it. */
            request: components["schemas"]["ApprovalRequest"];
            /** @description Why it is asked for. */
            reason: string;
            /** @description Who asked. */
            actor: string;
            /** @description What they showed, such as `key:<id>`. */
            credential: string | null;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description Nobody can confirm it then.
             */
            expiresAt: string;
            /** @description What it does; null: there are no previews of this act. */
            previewHash: string | null;
            /** @description Of a bulk how many sagas it is about: those when it was asked for. */
            sagas: number | null;
            /** @description null: nobody has decided. */
            decision: components["schemas"]["ApprovalDecision"] | null;
            /** @description What the call answered; it is not stored. null: it had been done before. */
            answer: components["schemas"]["Json"];
        };
        WhyNot: {
            /**
             * @description The code with which the call would be refused.
             * @enum {string}
             */
            code: "JSON_MALFORMED" | "JSON_TOO_DEEP" | "JSON_TOO_MANY_VALUES" | "JSON_TOO_MANY_KEYS" | "JSON_KEY_TOO_LONG" | "JSON_FORBIDDEN_KEY" | "JSON_DUPLICATE_KEY" | "JSON_FORBIDDEN_CHARACTER" | "JSON_NUMBER_IMPRECISE" | "VALIDATION_FAILED" | "DEFINITION_INVALID" | "INPUT_INVALID" | "IDEMPOTENCY_KEY_INVALID" | "CURSOR_INVALID" | "BAD_REQUEST" | "UNAUTHENTICATED" | "LOGIN_FAILED" | "FORBIDDEN" | "ORIGIN_NOT_ALLOWED" | "VIEW_NOT_YOURS" | "SECOND_PERSON_NEEDED" | "APPROVAL_NOT_YOURS" | "APPROVAL_NOT_FOUND" | "APPROVAL_OVER" | "APPROVAL_BUSY" | "APPROVAL_ASKER_GONE" | "TOO_MANY_APPROVALS" | "ROUTE_NOT_FOUND" | "BULK_WITHOUT_FILTER" | "BULK_NOT_FOUND" | "BULK_STATE_CONFLICT" | "BULK_FINDS_NOTHING" | "BULK_TOO_LARGE" | "TOO_MANY_BULKS" | "DEFINITION_NOT_FOUND" | "PARTICIPANT_NOT_FOUND" | "DEAD_MESSAGE_NOT_FOUND" | "KEY_NOT_FOUND" | "SESSION_NOT_FOUND" | "SAGA_NOT_FOUND" | "SAGA_VERSION_NOT_FOUND" | "HISTORY_INCOMPLETE" | "HISTORY_TOO_LONG" | "ALERT_ROUTE_NOT_FOUND" | "FAILURE_GROUP_NOT_FOUND" | "FAILURE_GROUP_CHANGED" | "FAILURE_GROUP_STATUS" | "RETENTION_CHANGED" | "VIEW_NOT_FOUND" | "METHOD_NOT_ALLOWED" | "REQUEST_TIMEOUT" | "DEFINITION_RETIRED" | "KEY_NAME_TAKEN" | "KEY_ENDED" | "TOO_MANY_KEYS" | "SAGA_ENDED" | "SAGA_NOT_STUCK" | "STEP_NOT_STUCK" | "STEP_UNKNOWN" | "STEP_STATE_CONFLICT" | "INPUT_NOT_EDITABLE" | "PIVOT_PASSED" | "ALREADY_COMPENSATING" | "SIGNAL_NOT_EXPECTED" | "SIGNAL_PAYLOAD_INVALID" | "LOCK_NOT_FOUND" | "LOCK_NOT_HELD" | "SAGA_PAUSED" | "SAGA_NOT_PAUSED" | "PAUSE_NOT_FOUND" | "PAUSE_OVER" | "SCOPE_PAUSED" | "TOO_MANY_PAUSES" | "SIGNAL_ID_REUSED" | "SAGA_FULL" | "TOO_MANY_SIGNALS" | "PARTICIPANT_LIVE" | "DEAD_MESSAGE_RESOLVED" | "DEAD_MESSAGE_NOT_REPLAYABLE" | "DEAD_MESSAGE_STILL_UNUSABLE" | "PREVIEW_OUTDATED" | "DEFINITION_DOES_NOT_FIT" | "VIEW_NAME_TAKEN" | "TOO_MANY_VIEWS" | "VERSION_CONFLICT" | "BODY_TOO_LARGE" | "URL_TOO_LONG" | "CONTENT_TYPE_UNSUPPORTED" | "CONTENT_ENCODING_UNSUPPORTED" | "TOO_MANY_OPEN_SAGAS" | "BUDGET_EXCEEDED" | "EXPECTATION_FAILED" | "HOST_NOT_ALLOWED" | "ACT_DONE" | "IDEMPOTENCY_KEY_REUSED" | "TOO_MANY_LISTENERS" | "TOO_MANY_WRONG_KEYS" | "HEADERS_TOO_LARGE" | "INTERNAL" | "LOGIN_UNAVAILABLE" | "STORE_UNAVAILABLE" | "LISTENERS_BUSY" | "LISTS_BUSY" | "READ_TOO_SLOW" | "OVERLOADED" | "DRAINING";
            /** @description For people. */
            detail: string;
        };
        PossibleAction: {
            /** @enum {string} */
            verb: "retry" | "skip" | "settle" | "cancel" | "compensate" | "release-lock" | "pause" | "resume" | "abandon" | "migrate" | "exempt" | "unexempt";
            /** @description Of retry, skip and settle. Left out with retry: all that is stuck. */
            step?: string;
            /** @description Of compensate. Left out: all the way back. */
            toStep?: string;
            /**
             * @description Of settle.
             * @enum {string}
             */
            result?: "succeeded" | "undone";
            /** @description Of release-lock: the key of the lock. */
            key?: string;
            /** @description Of migrate: the latest version. */
            toVersion?: number;
            /** @description The state of the saga, and the role of this caller, allow it. */
            allowed: boolean;
            /** @description null: it is allowed. */
            why: components["schemas"]["WhyNot"] | null;
            /**
             * @description The least role that may do it.
             * @enum {string}
             */
            needs: "viewer" | "operator" | "admin";
            /** @description Somebody else has to confirm it: see approvals. */
            needsSecond: boolean;
        };
        SagaActions: {
            /** Format: uuid */
            sagaId: string;
            /** @enum {string} */
            status: "running" | "compensating" | "stuck" | "completed" | "compensated" | "abandoned";
            /** @description All of it is true of this version. */
            version: number;
            actions: components["schemas"]["PossibleAction"][];
            /** @description Steps whose actions are not here: only 100 are shown. Ask for one with `step`. */
            stepsLeftOut: number;
        };
        PreviewDto: {
            /**
             * @example retry
             * @enum {string}
             */
            action: "retry" | "skip" | "settle" | "cancel" | "compensate" | "release-lock" | "pause" | "resume" | "abandon" | "migrate";
            /** @description As with the action itself. */
            step?: string;
            /** @description Of compensate. */
            toStep?: string;
            /** @description Of retry: other data. */
            input?: components["schemas"]["Json"];
            /** @description Of skip. */
            output?: components["schemas"]["Json"];
            /**
             * @description Of settle.
             * @enum {string}
             */
            result?: "succeeded" | "undone";
            /** @description Of release-lock. */
            key?: string;
            /** @description Of migrate. */
            toVersion?: number;
            /** @description The version of the saga that you saw; another one is a 409. */
            expectedVersion?: number;
        };
        Exempted: {
            /** Format: uuid */
            sagaId: string;
            /** @description No retention deletes the saga. */
            exempt: boolean;
        };
        Exemption: {
            /** Format: uuid */
            sagaId: string;
            /** @description Who exempted it. */
            actor: string;
            reason: string;
            /**
             * Format: date-time
             * @description Since when.
             */
            since: string;
        };
        ExemptionPage: {
            items: components["schemas"]["Exemption"][];
            /** @description Goes into `cursor`; null: this is the last page. */
            next: string | null;
        };
        SagaCounts: {
            count: number;
            /** @description false: there are at least as many. */
            isExact: boolean;
            byStatus?: {
                running: number;
                compensating: number;
                stuck: number;
                completed: number;
                compensated: number;
                abandoned: number;
            };
        };
        SavedView: {
            /** Format: uuid */
            id: string;
            /** @example Stuck at night */
            name: string;
            /**
             * @description Goes into the address of a list of sagas as it is.
             * @example status=stuck&age=>1h
             */
            filter: string;
            /** @description All callers see it. */
            isShared: boolean;
            /** @description Callers of these roles see it first, where they asked for nothing else. */
            defaultFor: ("viewer" | "operator" | "admin")[];
            /** @description Who made it. */
            owner: string;
            /** @description The caller may change it. */
            mayChange: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        SavedViewPage: {
            items: components["schemas"]["SavedView"][];
            /** @description Goes into `cursor`; null: this is the last page. */
            next: string | null;
        };
        ViewDto: {
            /** @example Stuck at night */
            name: string;
            /**
             * @description The filters of the list of sagas, as they stand in its address; empty: all sagas. An address that was copied is taken, too.
             * @example status=stuck&age=>1h
             */
            filter: string;
            /**
             * @description All callers see it.
             * @default false
             */
            isShared?: boolean;
        };
        DefaultView: {
            /** @enum {string} */
            role: "viewer" | "operator" | "admin";
            /** @description null: it has none. */
            viewId: string | null;
        };
        DefaultViewDto: {
            /** @example payment provider is back */
            reason: string;
            /** @description A view that is shared; null: callers of this role see all sagas first. */
            viewId: string | null;
        };
        RetentionRule: {
            /** @description null: all definitions that have no rule of their own. */
            definition: string | null;
            /** @description Days after the end; null: for ever. */
            completedDays: number | null;
            /** @description Days after the end; null: for ever. */
            compensatedDays: number | null;
            /** @description Days after the end; null: for ever. */
            abandonedDays: number | null;
            revision: number;
            /** @description Who set it. */
            actor: string;
            reason: string;
            /** Format: date-time */
            setAt: string;
        };
        DeletedSagasView: {
            /**
             * Format: date
             * @description In UTC.
             */
            day: string;
            definition: string;
            /** @description How they ended. */
            status: string;
            sagas: number;
        };
        Retention: {
            rules: components["schemas"]["RetentionRule"][];
            /** @description The latest 1,000, for up to 400 days. */
            deleted: components["schemas"]["DeletedSagasView"][];
        };
        DueSagasView: {
            /** @description Sagas that all rules together delete now. */
            sagas: number;
            /** @description Root sagas among them, each with its descendants. */
            families: number;
            /** @description Families that are old enough and stay: one of their sagas is open, exempt, holds a lock, or has a message to send or an unresolved dead message. */
            keptFamilies: number;
            /** @description false: there are at least as many. */
            isExact: boolean;
        };
        RetentionChange: {
            dryRun: boolean;
            /** @description As it is now; null: it was a dry run, and there is none. */
            rule: components["schemas"]["RetentionRule"] | null;
            /** @description By the rules as they are with this one. */
            due: components["schemas"]["DueSagasView"];
        };
        SetRetentionDto: {
            /** @example payment provider is back */
            reason: string;
            /**
             * @description Left out, or null: the rule of all definitions that have none of their own.
             * @example order-fulfilment
             */
            definition?: string | null;
            /**
             * @description For how many days completed sagas are kept. Left out, or null: for ever.
             * @example 90
             */
            completedDays?: number | null;
            /**
             * @description For how many days compensated sagas are kept. Left out, or null: for ever.
             * @example 90
             */
            compensatedDays?: number | null;
            /**
             * @description For how many days abandoned sagas are kept. Left out, or null: for ever.
             * @example 90
             */
            abandonedDays?: number | null;
            /** @description The revision of the rule that you saw, 0 for none; another one is a 409. */
            expectedRevision?: number;
            /** @description Only say how many sagas would be deleted. Default: false. */
            dryRun?: boolean;
        };
        ClearedView: {
            /** @description false: there was no such rule. */
            cleared: boolean;
        };
        ClearRetentionDto: {
            /** @example payment provider is back */
            reason: string;
            /**
             * @description Left out, or null: the rule of all definitions that have none of their own.
             * @example order-fulfilment
             */
            definition?: string | null;
        };
        StatusAndVersion: {
            /** @enum {string} */
            status: "running" | "compensating" | "stuck" | "completed" | "compensated" | "abandoned";
            version: number;
        };
        Problem: {
            /** @description A URN that names the problem. */
            type: string;
            /** @description The same for every occurrence. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @enum {string} */
            code: "JSON_MALFORMED" | "JSON_TOO_DEEP" | "JSON_TOO_MANY_VALUES" | "JSON_TOO_MANY_KEYS" | "JSON_KEY_TOO_LONG" | "JSON_FORBIDDEN_KEY" | "JSON_DUPLICATE_KEY" | "JSON_FORBIDDEN_CHARACTER" | "JSON_NUMBER_IMPRECISE" | "VALIDATION_FAILED" | "DEFINITION_INVALID" | "INPUT_INVALID" | "IDEMPOTENCY_KEY_INVALID" | "CURSOR_INVALID" | "BAD_REQUEST" | "UNAUTHENTICATED" | "LOGIN_FAILED" | "FORBIDDEN" | "ORIGIN_NOT_ALLOWED" | "VIEW_NOT_YOURS" | "SECOND_PERSON_NEEDED" | "APPROVAL_NOT_YOURS" | "APPROVAL_NOT_FOUND" | "APPROVAL_OVER" | "APPROVAL_BUSY" | "APPROVAL_ASKER_GONE" | "TOO_MANY_APPROVALS" | "ROUTE_NOT_FOUND" | "BULK_WITHOUT_FILTER" | "BULK_NOT_FOUND" | "BULK_STATE_CONFLICT" | "BULK_FINDS_NOTHING" | "BULK_TOO_LARGE" | "TOO_MANY_BULKS" | "DEFINITION_NOT_FOUND" | "PARTICIPANT_NOT_FOUND" | "DEAD_MESSAGE_NOT_FOUND" | "KEY_NOT_FOUND" | "SESSION_NOT_FOUND" | "SAGA_NOT_FOUND" | "SAGA_VERSION_NOT_FOUND" | "HISTORY_INCOMPLETE" | "HISTORY_TOO_LONG" | "ALERT_ROUTE_NOT_FOUND" | "FAILURE_GROUP_NOT_FOUND" | "FAILURE_GROUP_CHANGED" | "FAILURE_GROUP_STATUS" | "RETENTION_CHANGED" | "VIEW_NOT_FOUND" | "METHOD_NOT_ALLOWED" | "REQUEST_TIMEOUT" | "DEFINITION_RETIRED" | "KEY_NAME_TAKEN" | "KEY_ENDED" | "TOO_MANY_KEYS" | "SAGA_ENDED" | "SAGA_NOT_STUCK" | "STEP_NOT_STUCK" | "STEP_UNKNOWN" | "STEP_STATE_CONFLICT" | "INPUT_NOT_EDITABLE" | "PIVOT_PASSED" | "ALREADY_COMPENSATING" | "SIGNAL_NOT_EXPECTED" | "SIGNAL_PAYLOAD_INVALID" | "LOCK_NOT_FOUND" | "LOCK_NOT_HELD" | "SAGA_PAUSED" | "SAGA_NOT_PAUSED" | "PAUSE_NOT_FOUND" | "PAUSE_OVER" | "SCOPE_PAUSED" | "TOO_MANY_PAUSES" | "SIGNAL_ID_REUSED" | "SAGA_FULL" | "TOO_MANY_SIGNALS" | "PARTICIPANT_LIVE" | "DEAD_MESSAGE_RESOLVED" | "DEAD_MESSAGE_NOT_REPLAYABLE" | "DEAD_MESSAGE_STILL_UNUSABLE" | "PREVIEW_OUTDATED" | "DEFINITION_DOES_NOT_FIT" | "VIEW_NAME_TAKEN" | "TOO_MANY_VIEWS" | "VERSION_CONFLICT" | "BODY_TOO_LARGE" | "URL_TOO_LONG" | "CONTENT_TYPE_UNSUPPORTED" | "CONTENT_ENCODING_UNSUPPORTED" | "TOO_MANY_OPEN_SAGAS" | "BUDGET_EXCEEDED" | "EXPECTATION_FAILED" | "HOST_NOT_ALLOWED" | "ACT_DONE" | "IDEMPOTENCY_KEY_REUSED" | "TOO_MANY_LISTENERS" | "TOO_MANY_WRONG_KEYS" | "HEADERS_TOO_LARGE" | "INTERNAL" | "LOGIN_UNAVAILABLE" | "STORE_UNAVAILABLE" | "LISTENERS_BUSY" | "LISTS_BUSY" | "READ_TOO_SLOW" | "OVERLOADED" | "DRAINING";
            /** @description What is wrong with this request. */
            detail: string;
            /** @description Names the request, as the header `X-Request-Id` does; the log has it too. */
            requestId: string;
            errors?: components["schemas"]["Fault"][];
            /** @description With a 409: what the saga is now. */
            current?: components["schemas"]["StatusAndVersion"];
            /** @description With PREVIEW_OUTDATED: what the action would do now. */
            preview?: components["schemas"]["SagaPreview"];
            /** @description With PREVIEW_OUTDATED of a bulk: a dry run of now, without its outlook. */
            bulk?: components["schemas"]["MadeBulkView"];
        };
        /** @description Any JSON: what it means is for its owner to say. */
        Json: unknown;
        SagaEvent: components["schemas"]["SagaStartedEvent"] | components["schemas"]["LocksRequestedEvent"] | components["schemas"]["LocksAcquiredEvent"] | components["schemas"]["LocksAwaitedEvent"] | components["schemas"]["LockWaitExtendedEvent"] | components["schemas"]["LockReleasedEvent"] | components["schemas"]["ParentAskedEvent"] | components["schemas"]["SagaReopenedEvent"] | components["schemas"]["StepSkippedEvent"] | components["schemas"]["WaitOpenedEvent"] | components["schemas"]["WaitClosedEvent"] | components["schemas"]["SignalReceivedEvent"] | components["schemas"]["CommandIssuedEvent"] | components["schemas"]["AttemptFailedEvent"] | components["schemas"]["RetryScheduledEvent"] | components["schemas"]["TimeoutPostponedEvent"] | components["schemas"]["CommandHeldEvent"] | components["schemas"]["StepHeldEvent"] | components["schemas"]["StepReleasedEvent"] | components["schemas"]["RetryHeldEvent"] | components["schemas"]["InquiryOpenedEvent"] | components["schemas"]["StepSucceededEvent"] | components["schemas"]["SignalSupersededEvent"] | components["schemas"]["SignalTakenEvent"] | components["schemas"]["EventTakenEvent"] | components["schemas"]["EventPublishedEvent"] | components["schemas"]["StepRefusedEvent"] | components["schemas"]["StepFailedEvent"] | components["schemas"]["CatchBegunEvent"] | components["schemas"]["StepCaughtEvent"] | components["schemas"]["StepCompensatedEvent"] | components["schemas"]["StepStuckEvent"] | components["schemas"]["IterationOpenedEvent"] | components["schemas"]["IterationsOpenedEvent"] | components["schemas"]["IterationsDroppedEvent"] | components["schemas"]["DeadlinePassedEvent"] | components["schemas"]["DeadlineLiftedEvent"] | components["schemas"]["AbortDecidedEvent"] | components["schemas"]["ForwardResumedEvent"] | components["schemas"]["OperatorActedEvent"] | components["schemas"]["DefinitionMigratedEvent"] | components["schemas"]["CommandsResentEvent"] | components["schemas"]["SagaPausedEvent"] | components["schemas"]["PauseEndedEvent"] | components["schemas"]["ClocksMovedEvent"] | components["schemas"]["SagaStuckEvent"] | components["schemas"]["SagaStuckOnEvent"] | components["schemas"]["SagaResumedEvent"] | components["schemas"]["SagaCompletedEvent"] | components["schemas"]["SagaCompensatedEvent"] | components["schemas"]["SagaAbandonedEvent"];
        /** @description The saga began, with this input, under this version of its definition. */
        SagaStartedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "saga-started";
            /** Format: uuid */
            sagaId: string;
            definition: components["schemas"]["DefinitionRef"];
            key: string | null;
            input: components["schemas"]["Json"];
            steps: string[];
            deadlineAt: string | null;
            parent?: {
                /** Format: uuid */
                sagaId: string;
                /** Format: uuid */
                root: string;
                /** @description The name of a step or of an iteration. */
                step: string;
                iteration: number;
                depth: number;
                keepsMax?: number;
                asked: {
                    /** @enum {string} */
                    direction: "execute" | "compensate" | "inquire";
                    attempt: number;
                };
            };
            generation?: number;
            origin?: {
                /** Format: uuid */
                root: string;
                keepsMax?: number;
            };
            trace?: {
                traceparent: string;
                tracestate?: string;
            };
        };
        /** @description It asked for all of its locks; it begins once it holds them. */
        LocksRequestedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "locks-requested";
            locks: {
                key: string;
                /** @enum {string} */
                onBusy: "wait" | "reject";
                /** Format: date-time */
                dueAt: string;
            }[];
            /** Format: date-time */
            checkAt: string;
        };
        /** @description It holds these locks, with these tickets. */
        LocksAcquiredEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "locks-acquired";
            keys: string[];
            tickets?: number[];
        };
        /** @description Other sagas hold some of the locks; it looks again at `checkAt`. */
        LocksAwaitedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "locks-awaited";
            /** Format: date-time */
            checkAt: string;
        };
        /** @description Something was away during the wait for a lock, so the wait is longer. */
        LockWaitExtendedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "lock-wait-extended";
            key: string;
            /** Format: date-time */
            dueAt: string;
        };
        /** @description An operator took the lock away; the saga goes on without it. */
        LockReleasedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "lock-released";
            key: string;
        };
        /** @description Its parent asks for something else than before. */
        ParentAskedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "parent-asked";
            asked: {
                /** @enum {string} */
                direction: "execute" | "compensate" | "inquire";
                attempt: number;
            };
        };
        /** @description It had completed, and its parent has it undone. */
        SagaReopenedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "saga-reopened";
        };
        /** @description The `when` of the step is false, or a step that it requires did not succeed. */
        StepSkippedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "step-skipped";
            /** @description The name of a step or of an iteration. */
            step: string;
        };
        /** @description The step waits for a signal or an event, or lets time pass. */
        WaitOpenedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "wait-opened";
            /** @description The name of a step or of an iteration. */
            step: string;
            signal: string | null;
            event?: {
                name: string;
                key: string;
                /** Format: date-time */
                since: string;
            };
            /** Format: date-time */
            dueAt: string;
        };
        /** @description The saga goes back, so the step waits no longer. */
        WaitClosedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "wait-closed";
            /** @description The name of a step or of an iteration. */
            step: string;
        };
        /** @description A signal came. `misfits` are steps whose `payloadSchema` it does not fit. */
        SignalReceivedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "signal-received";
            name: string;
            id: string;
            payload: components["schemas"]["Json"];
            misfits?: string[];
        };
        /** @description A command was written to the outbox, for this attempt in this direction. */
        CommandIssuedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "command-issued";
            /** @description The name of a step or of an iteration. */
            step: string;
            iteration: number;
            /** @enum {string} */
            direction: "execute" | "compensate" | "inquire";
            attempt: number;
            attemptsLeft: number;
            command: string;
            data?: components["schemas"]["Json"];
            /** Format: date-time */
            dueAt: string;
            /** @enum {boolean} */
            forwarded?: true;
            /** Format: date-time */
            firstIssuedAt?: string;
            /** Format: uuid */
            probe?: string;
        };
        /** @description The attempt got an error, or no answer in time (`unknown`). */
        AttemptFailedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "attempt-failed";
            /** @description The name of a step or of an iteration. */
            step: string;
            /** @enum {string} */
            direction: "execute" | "compensate" | "inquire";
            attempt: number;
            /** @enum {string} */
            outcome: "errored" | "unknown";
            error: components["schemas"]["SagaError"];
        };
        /** @description The next attempt is at `dueAt`. */
        RetryScheduledEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "retry-scheduled";
            /** @description The name of a step or of an iteration. */
            step: string;
            /** @enum {string} */
            direction: "execute" | "compensate" | "inquire";
            /** Format: date-time */
            dueAt: string;
        };
        /** @description The wait for the answer was renewed. */
        TimeoutPostponedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "timeout-postponed";
            /** @description The name of a step or of an iteration. */
            step: string;
            /** Format: date-time */
            dueAt: string;
            /** @enum {string} */
            because: "unsent" | "sent-late" | "lost" | "outage" | "child";
        };
        /** @description A pause holds the attempt, which is due since `dueAt`. */
        CommandHeldEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "command-held";
            /** @description The name of a step or of an iteration. */
            step: string;
            /** @enum {string} */
            direction: "execute" | "compensate" | "inquire";
            attemptsLeft: number;
            data?: components["schemas"]["Json"];
            /** Format: date-time */
            dueAt: string;
        };
        /** @description The step, or its undoing, is next, and a pause keeps it from beginning. */
        StepHeldEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "step-held";
            /** @description The name of a step or of an iteration. */
            step: string;
            /** @enum {string} */
            direction: "execute" | "compensate";
        };
        /** @description No pause holds it any more, or it is no longer next. */
        StepReleasedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "step-released";
            /** @description The name of a step or of an iteration. */
            step: string;
            /** @enum {string} */
            direction: "execute" | "compensate";
        };
        /** @description An operator retries the step; a pause holds that. */
        RetryHeldEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "retry-held";
            /** @description The name of a step or of an iteration. */
            step: string;
        };
        /** @description What became of the step has to be found out first. */
        InquiryOpenedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "inquiry-opened";
            /** @description The name of a step or of an iteration. */
            step: string;
            inquiry: {
                /** @enum {string} */
                because: "attempts-used-up" | "maybe-forwarded" | "deadline" | "cancelled" | "compensate" | "parent" | "edited-input";
                editedData?: components["schemas"]["Json"];
            };
        };
        /** @description The step is done; `by` says how that is known. */
        StepSucceededEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "step-succeeded";
            /** @description The name of a step or of an iteration. */
            step: string;
            output: components["schemas"]["Json"];
            /** @enum {string} */
            by: "reply" | "inquiry" | "operator" | "timer" | "iterations" | "end";
            errors?: {
                index: number;
                code: string;
                message: string;
            }[];
        };
        /** @description A newer signal with its name came before it was taken. */
        SignalSupersededEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "signal-superseded";
            id: string;
            /** @description The name of a step or of an iteration. */
            by: string;
        };
        /** @description The step took a signal; its payload is the output of the step. */
        SignalTakenEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "signal-taken";
            /** @description The name of a step or of an iteration. */
            step: string;
            id: string;
        };
        /** @description The step took an event; its data is the output of the step. */
        EventTakenEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "event-taken";
            /** @description The name of a step or of an iteration. */
            step: string;
            id: string;
            data: components["schemas"]["Json"];
        };
        /** @description The step published its event, or the one that takes it back. */
        EventPublishedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "event-published";
            /** @description The name of a step or of an iteration. */
            step: string;
            iteration: number;
            /** @enum {string} */
            direction: "execute" | "compensate";
            event: string;
            data: components["schemas"]["Json"];
        };
        /** @description The participant said no, finally: nothing happened. */
        StepRefusedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "step-refused";
            /** @description The name of a step or of an iteration. */
            step: string;
            error: components["schemas"]["SagaError"];
        };
        /** @description The saga gave the step up, which may have happened. */
        StepFailedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "step-failed";
            /** @description The name of a step or of an iteration. */
            step: string;
            error: components["schemas"]["SagaError"];
        };
        /** @description The step failed and may have happened: it is undone, and the saga goes on. */
        CatchBegunEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "catch-begun";
            /** @description The name of a step or of an iteration. */
            step: string;
            error: components["schemas"]["SagaError"];
        };
        /** @description The failure of the step does not take the saga back. */
        StepCaughtEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "step-caught";
            /** @description The name of a step or of an iteration. */
            step: string;
            error: components["schemas"]["SagaError"];
            isUndone: boolean;
        };
        /** @description The step is undone, or there was nothing to undo. */
        StepCompensatedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "step-compensated";
            /** @description The name of a step or of an iteration. */
            step: string;
            /** @enum {string} */
            result: "undone" | "nothing-to-undo" | "nothing-to-do" | "settled";
        };
        /** @description The step, or its undoing, needs a person. */
        StepStuckEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "step-stuck";
            /** @description The name of a step or of an iteration. */
            step: string;
            /** @enum {string} */
            direction: "execute" | "compensate" | "inquire";
            error: components["schemas"]["SagaError"];
        };
        /** @description The step starts over under a new idempotency key. */
        IterationOpenedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "iteration-opened";
            /** @description The name of a step or of an iteration. */
            step: string;
            iteration: number;
        };
        /** @description Iterations of a loop began, with these numbers from `iteration` on. */
        IterationsOpenedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "iterations-opened";
            /** @description The name of a step or of an iteration. */
            step: string;
            iteration: number;
            items: {
                item: components["schemas"]["Json"];
                data: components["schemas"]["Json"];
            }[];
        };
        /** @description The loop starts over; what its iterations did is undone. */
        IterationsDroppedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "iterations-dropped";
            /** @description The name of a step or of an iteration. */
            step: string;
        };
        /** @description The deadline passed. */
        DeadlinePassedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "deadline-passed";
        };
        /** @description The pivot is passed, so the deadline no longer counts. */
        DeadlineLiftedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "deadline-lifted";
        };
        /** @description The saga goes back, for this reason. */
        AbortDecidedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "abort-decided";
            abort: {
                /** @enum {string} */
                reason: "refused" | "failed" | "deadline" | "cancelled" | "compensate" | "rewind" | "parent";
                step: string | null;
                toStep: string | null;
                error: components["schemas"]["SagaError"] | null;
            };
        };
        /** @description All that was to be undone is undone; the saga goes forward again. */
        ForwardResumedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "forward-resumed";
        };
        /** @description An operator did this, for this reason; what follows in the entry is its effect. */
        OperatorActedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "operator-acted";
            action: components["schemas"]["OperatorAction"];
            actor: string;
            reason: string;
            confirmedBy?: string;
        };
        /** @description From here on another version of the definition decides. */
        DefinitionMigratedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "definition-migrated";
            from: number;
            to: number;
            steps: string[];
            deadlineAt: string | null;
        };
        /** @description These commands went out again, as the same attempts. */
        CommandsResentEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "commands-resent";
            messageIds: string[];
            probe?: {
                /** Format: uuid */
                pause: string;
                /** @description The name of a step or of an iteration. */
                step: string;
            };
        };
        /** @description An operator paused the saga: it sends nothing, and its clocks stand still. */
        SagaPausedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "saga-paused";
            by: string;
            reason: string;
        };
        /** @description An operator resumed the saga; its clocks go on with what they had left. */
        PauseEndedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "pause-ended";
        };
        /** @description Pauses took time from these clocks, which they have back. */
        ClocksMovedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "clocks-moved";
            /** Format: date-time */
            deadlineAt?: string;
            locks: {
                key: string;
                /** Format: date-time */
                dueAt: string;
            }[];
            waits: {
                /** @description The name of a step or of an iteration. */
                step: string;
                /** Format: date-time */
                dueAt: string;
            }[];
        };
        /** @description The saga needs a person. */
        SagaStuckEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "saga-stuck";
            error: components["schemas"]["SagaError"];
        };
        /** @description It was stuck already, and is stuck on this error now. */
        SagaStuckOnEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "saga-stuck-on";
            error: components["schemas"]["SagaError"];
        };
        /** @description Nothing is stuck any more. */
        SagaResumedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "saga-resumed";
        };
        /** @description The end: all is done. With an error its output could not be computed. */
        SagaCompletedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "saga-completed";
            output: components["schemas"]["Json"];
            error: components["schemas"]["SagaError"] | null;
            /** @description The name of a step or of an iteration. */
            endedBy?: string;
        };
        /** @description The end: all is undone. */
        SagaCompensatedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "saga-compensated";
        };
        /** @description The end: an operator ended it without undoing. */
        SagaAbandonedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "saga-abandoned";
            reason: string;
        };
        OperatorAction: components["schemas"]["RetryAction"] | components["schemas"]["SkipAction"] | components["schemas"]["CompensateAction"] | components["schemas"]["CancelAction"] | components["schemas"]["SettleAction"] | components["schemas"]["ReleaseLockAction"] | components["schemas"]["PauseAction"] | components["schemas"]["ResumeAction"] | components["schemas"]["AbandonAction"] | components["schemas"]["MigrateAction"];
        RetryAction: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            name: "retry";
            /** @description The name of a step or of an iteration. */
            step?: string;
            input?: components["schemas"]["Json"];
        };
        SkipAction: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            name: "skip";
            /** @description The name of a step or of an iteration. */
            step: string;
            output?: components["schemas"]["Json"];
        };
        CompensateAction: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            name: "compensate";
            /** @description The name of a step or of an iteration. */
            toStep?: string;
        };
        CancelAction: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            name: "cancel";
        };
        SettleAction: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            name: "settle";
            /** @description The name of a step or of an iteration. */
            step: string;
            /** @enum {string} */
            result: "succeeded" | "undone";
        };
        ReleaseLockAction: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            name: "release-lock";
            key: string;
        };
        PauseAction: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            name: "pause";
        };
        ResumeAction: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            name: "resume";
        };
        AbandonAction: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            name: "abandon";
        };
        MigrateAction: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            name: "migrate";
            toVersion: number;
        };
        RecordedInput: components["schemas"]["StartInput"] | components["schemas"]["TimerInput"] | components["schemas"]["ResendInput"] | components["schemas"]["SentInput"] | components["schemas"]["ReplyInput"] | components["schemas"]["SignalInput"] | components["schemas"]["ParentInput"] | components["schemas"]["OperatorInput"];
        StartInput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "start";
        };
        TimerInput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "timer";
        };
        ResendInput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "resend";
        };
        SentInput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "sent";
            messageId: string;
        };
        ReplyInput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "reply";
            /** @description The name of a step or of an iteration. */
            step: string;
            iteration: number;
            /** @enum {string} */
            direction: "execute" | "compensate" | "inquire";
            attempt: number;
            /** @enum {string} */
            outcome: "succeeded" | "refused" | "errored";
            tookMs?: number;
        };
        SignalInput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "signal";
            name: string;
            id: string;
        };
        ParentInput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "parent";
            /** @enum {string} */
            direction: "execute" | "compensate" | "inquire";
            attempt: number;
        };
        OperatorInput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "operator";
            /** @enum {string} */
            action: "retry" | "skip" | "compensate" | "cancel" | "settle" | "release-lock" | "pause" | "resume" | "abandon" | "migrate";
        };
        BulkAction: components["schemas"]["OperatorAction"] | components["schemas"]["EditedRetry"];
        /** @description A retry with one edit for all: a JSON merge patch on what was sent. */
        EditedRetry: {
            /** @enum {string} */
            name: "retry";
            step?: string;
            patch: components["schemas"]["Json"];
        };
        /** @description The properties of a message on the broker; what the sender did not set is left out. */
        MessageProperties: {
            contentType?: string;
            contentEncoding?: string;
            /** @description The headers, or `not-kept` and `names` where they were too long. */
            headers?: {
                [key: string]: components["schemas"]["Json"];
            };
            deliveryMode?: number;
            priority?: number;
            correlationId?: string;
            replyTo?: string;
            expiration?: string;
            messageId?: string;
            /** @description In seconds since 1970. */
            timestamp?: number;
            type?: string;
            userId?: string;
            appId?: string;
            clusterId?: string;
        };
        /**
         * @example {
         *       "name": "order-fulfilment",
         *       "steps": [
         *         {
         *           "name": "createOrder",
         *           "command": "order.create",
         *           "compensation": "order.reject",
         *           "input": {
         *             "orderId": "${input.orderId}"
         *           }
         *         },
         *         {
         *           "name": "capturePayment",
         *           "command": "payment.capture",
         *           "kind": "pivot",
         *           "input": {
         *             "orderId": "${input.orderId}",
         *             "amount": "${input.amount}"
         *           }
         *         }
         *       ]
         *     }
         */
        DefinitionDocument: {
            /** @description The address of the JSON Schema of this language, for editors. Ignored. */
            $schema?: string;
            /**
             * @description Lower case, digits and hyphens.
             * @example order-fulfilment
             */
            name: string;
            /** @description For people. */
            description?: string;
            /** @description What the saga's input must be. Left out, or true: anything. */
            inputSchema?: {
                [key: string]: unknown;
            } | boolean;
            /**
             * @description Whether the conductor sends every command, or participants pass the command on.
             * @default orchestration
             * @enum {string}
             */
            mode?: "orchestration" | "routing-slip";
            /**
             * @description The longest time from the start to the pivot; past it the saga goes back. A number and ms, s, m, h or d, like "500ms", "1.5s" or "7d".
             * @example 15m
             */
            deadline?: string;
            /**
             * @description How long an event is kept that came before a saga waits for it. A number and ms, s, m, h or d, like "500ms", "1.5s" or "7d".
             * @default 1h
             */
            eventTtl?: string;
            /** @description What holds for every step that does not say otherwise. */
            defaults?: {
                /**
                 * @description The longest wait for one reply; its end means unknown, never refused. A number and ms, s, m, h or d, like "500ms", "1.5s" or "7d".
                 * @default 30s
                 */
                timeout?: string;
                /** @description How attempts that fail or stay silent are repeated. */
                retry?: {
                    /** @description Attempts in all, the first one included. */
                    maxAttempts?: number;
                    /** @description The pause before the second attempt. A number and ms, s, m, h or d, like "500ms", "1.5s" or "7d". */
                    initialInterval?: string;
                    /** @description Each pause is so many times the last. */
                    backoffCoefficient?: number;
                    /** @description No pause is longer. A number and ms, s, m, h or d, like "500ms", "1.5s" or "7d". */
                    maxInterval?: string;
                    /**
                     * @description Whether a pause is anything between 0 and the interval, or all of it.
                     * @default full
                     * @enum {string}
                     */
                    jitter?: "full" | "none";
                    /** @description Errors that count as refused. */
                    nonRetryable?: string[];
                };
                /** @description What holds for every compensation. */
                compensation?: {
                    /**
                     * @description The longest wait for one reply; its end means unknown, never refused. A number and ms, s, m, h or d, like "500ms", "1.5s" or "7d".
                     * @default 30s
                     */
                    timeout?: string;
                    /** @description How attempts that fail or stay silent are repeated. */
                    retry?: {
                        /** @description Attempts in all, the first one included. */
                        maxAttempts?: number;
                        /** @description The pause before the second attempt. A number and ms, s, m, h or d, like "500ms", "1.5s" or "7d". */
                        initialInterval?: string;
                        /** @description Each pause is so many times the last. */
                        backoffCoefficient?: number;
                        /** @description No pause is longer. A number and ms, s, m, h or d, like "500ms", "1.5s" or "7d". */
                        maxInterval?: string;
                        /**
                         * @description Whether a pause is anything between 0 and the interval, or all of it.
                         * @default full
                         * @enum {string}
                         */
                        jitter?: "full" | "none";
                        /** @description Errors that count as refused. */
                        nonRetryable?: string[];
                    };
                };
            };
            /**
             * @description Keys that no two sagas hold at once, from start to end.
             * @example [
             *       "order:${input.orderId}"
             *     ]
             */
            locks?: (string | {
                /** @description A text of 1 to 200 characters, of "input" and "saga" only. */
                key: string;
                /**
                 * @description Takes turns with who holds the key, or ends at once.
                 * @default wait
                 * @enum {string}
                 */
                onBusy?: "wait" | "reject";
                /**
                 * @description The longest wait for the key. A number and ms, s, m, h or d, like "500ms", "1.5s" or "7d".
                 * @default 24h
                 */
                timeout?: string;
            })[];
            /**
             * @description The event of a service that starts a saga.
             * @example {
             *       "event": "order.placed",
             *       "key": "${data.orderId}",
             *       "input": "${data}"
             *     }
             */
            trigger?: {
                /** @description The name of the event. */
                event: string;
                /** @description The saga's key: the same key starts one saga only. Sees the event as `data`. */
                key: string;
                /**
                 * @description The saga's input. Sees the event as `data`. Texts with ${…} are expressions.
                 * @default ${data}
                 */
                input?: components["schemas"]["Json"];
            };
            /** @description What others are told of its sagas. */
            events?: {
                /**
                 * @description What life-cycle events carry besides what they always do.
                 * @default []
                 * @example [
                 *       "input"
                 *     ]
                 */
                include?: "input"[];
            };
            /** @description What the saga does. */
            steps: {
                /** @description Its name in expressions, unique in the definition. */
                name: string;
                /**
                 * @description The command that is sent: "<participant>.<command>", in lower case, digits and hyphens.
                 * @example payment.authorize
                 */
                command?: string;
                /** @description Waits for a signal, which a person or another system gives, or for an event of a service. */
                wait?: {
                    /**
                     * @description The signal whose payload becomes the output of the step.
                     * @example approval
                     */
                    signal?: string;
                    /**
                     * @description The event of a service whose data becomes the output of the step.
                     * @example payment.settled
                     */
                    event?: string;
                    /**
                     * @description The saga waits for events with this key.
                     * @example ${steps.pay.output.paymentId}
                     */
                    key?: string;
                    /**
                     * @description An event's key. Sees the event as `data`, and nothing else.
                     * @example ${data.paymentId}
                     */
                    eventKey?: string;
                    /**
                     * @description Which of the events with the key are taken. Sees the event as `data`.
                     * @example ${data.status == 'OK'}
                     */
                    where?: string;
                    /**
                     * @description The longest wait: a duration, or an expression that gives a duration or an instant. Left out: 365 days.
                     * @example 24h
                     */
                    timeout?: string;
                    /**
                     * @description What becomes of the saga after the timeout: it goes back, or goes on with the output null.
                     * @default fail
                     * @enum {string}
                     */
                    onTimeout?: "fail" | "continue";
                    /** @description What the payload must be. Left out, or true: anything. */
                    payloadSchema?: {
                        [key: string]: unknown;
                    } | boolean;
                    /** @description What people are asked, for a form. */
                    title?: string;
                };
                /**
                 * @description Lets time pass: a duration, or an expression that gives a duration or an instant.
                 * @example 15m
                 */
                delay?: string;
                /**
                 * @description A child saga: it is started, and waited for.
                 * @example {
                 *       "definition": "ship-parcel"
                 *     }
                 */
                saga?: {
                    /** @description The name of its definition. */
                    definition: string;
                    /** @description Left out: the newest that is not retired, when it is started. */
                    version?: number;
                };
                /** @description Publishes an event on the events exchange, in the saga's transaction. */
                publish?: {
                    /**
                     * @description The name of the event: lower-case words separated by dots; none of the conductor’s own.
                     * @example order.priced
                     */
                    event: string;
                    /** @description The event's data. Left out: {}, or the data of the event that is taken back. Texts with ${…} are expressions. */
                    data?: components["schemas"]["Json"];
                };
                /** @description Takes the saga back, on data. Mostly with a "when". */
                fail?: {
                    /**
                     * @description The code of the saga's error.
                     * @example NOT_APPROVED
                     */
                    code: string;
                    /**
                     * @description The message of the saga's error; may have expressions.
                     * @example declined by ${steps.approve.output.by}
                     */
                    message?: string;
                };
                /** @description Completes the saga here: what has not begun is skipped. Mostly with a "when". */
                end?: {
                    /**
                     * @description The saga's output, in place of that of the definition. Texts with ${…} are expressions.
                     * @default {}
                     */
                    output?: components["schemas"]["Json"];
                };
                /** @description Steps that must be done first. Left out: the step before it in the list. []: starts at once. */
                after?: string[];
                /**
                 * @description With "succeeded" it is skipped unless all steps of "after" succeeded.
                 * @default done
                 * @enum {string}
                 */
                requires?: "done" | "succeeded";
                /**
                 * @description When false, the step is skipped.
                 * @example ${has(input.gift)}
                 */
                when?: string;
                /**
                 * @description Failures of the step that do not take the saga back: the step is "caught" then.
                 * @example [
                 *       "CARD_DECLINED",
                 *       "TIMEOUT"
                 *     ]
                 */
                catch?: "any" | string[];
                /**
                 * @description Whether it can be undone, is the point of no return, or comes after that.
                 * @default compensatable
                 * @enum {string}
                 */
                kind?: "compensatable" | "pivot" | "retryable";
                /**
                 * @description The command's data, or the child saga's input. Texts with ${…} are expressions.
                 * @default {}
                 */
                input?: components["schemas"]["Json"];
                /** @description How the step is undone. A compensatable command needs one. */
                compensation?: string | {
                    /**
                     * @description The command that is sent: "<participant>.<command>", in lower case, digits and hyphens.
                     * @example payment.authorize
                     */
                    command?: string;
                    /** @description What it is sent. Left out: the step's own data again. Texts with ${…} are expressions. */
                    input?: components["schemas"]["Json"];
                    /**
                     * @description The longest wait for one reply; its end means unknown, never refused. A number and ms, s, m, h or d, like "500ms", "1.5s" or "7d".
                     * @default 30s
                     */
                    timeout?: string;
                    /** @description How attempts that fail or stay silent are repeated. */
                    retry?: {
                        /** @description Attempts in all, the first one included. */
                        maxAttempts?: number;
                        /** @description The pause before the second attempt. A number and ms, s, m, h or d, like "500ms", "1.5s" or "7d". */
                        initialInterval?: string;
                        /** @description Each pause is so many times the last. */
                        backoffCoefficient?: number;
                        /** @description No pause is longer. A number and ms, s, m, h or d, like "500ms", "1.5s" or "7d". */
                        maxInterval?: string;
                        /**
                         * @description Whether a pause is anything between 0 and the interval, or all of it.
                         * @default full
                         * @enum {string}
                         */
                        jitter?: "full" | "none";
                        /** @description Errors that count as refused. */
                        nonRetryable?: string[];
                    };
                    /** @description Of a step that publishes: the event that takes its event back. */
                    publish?: {
                        /**
                         * @description The name of the event: lower-case words separated by dots; none of the conductor’s own.
                         * @example order.priced
                         */
                        event: string;
                        /** @description The event's data. Left out: {}, or the data of the event that is taken back. Texts with ${…} are expressions. */
                        data?: components["schemas"]["Json"];
                    };
                };
                /**
                 * @description The longest wait for one reply; its end means unknown, never refused. A number and ms, s, m, h or d, like "500ms", "1.5s" or "7d".
                 * @default 30s
                 */
                timeout?: string;
                /** @description How attempts that fail or stay silent are repeated. */
                retry?: {
                    /** @description Attempts in all, the first one included. */
                    maxAttempts?: number;
                    /** @description The pause before the second attempt. A number and ms, s, m, h or d, like "500ms", "1.5s" or "7d". */
                    initialInterval?: string;
                    /** @description Each pause is so many times the last. */
                    backoffCoefficient?: number;
                    /** @description No pause is longer. A number and ms, s, m, h or d, like "500ms", "1.5s" or "7d". */
                    maxInterval?: string;
                    /**
                     * @description Whether a pause is anything between 0 and the interval, or all of it.
                     * @default full
                     * @enum {string}
                     */
                    jitter?: "full" | "none";
                    /** @description Errors that count as refused. */
                    nonRetryable?: string[];
                };
                /** @description Does the step for each item of a list; the output is a list too. */
                forEach?: {
                    /**
                     * @description A list of at most 1000 items.
                     * @example ${input.lines}
                     */
                    items: string;
                    /**
                     * @description What the item is called in "input", beside "index".
                     * @default item
                     */
                    as?: string;
                    /**
                     * @description How many commands are under way at a time.
                     * @default 8
                     */
                    maxParallel?: number;
                };
                /** @description Does the step again and again, until a condition holds. */
                repeat?: {
                    /**
                     * @description Ends the loop when it holds of the "output".
                     * @example ${output.status == 'DONE'}
                     */
                    until: string;
                    /**
                     * @description The pause between two rounds. A number and ms, s, m, h or d, like "500ms", "1.5s" or "7d".
                     * @default 10s
                     */
                    interval?: string;
                    /**
                     * @description After so many rounds the step fails.
                     * @default 30
                     */
                    maxIterations?: number;
                    /**
                     * @description Whether the output is the list of all outputs, and not the latest one.
                     * @default false
                     */
                    collect?: boolean;
                };
            }[];
            /**
             * @description What viewers do not see of its sagas.
             * @default []
             * @example [
             *       "/input/card"
             *     ]
             */
            sensitive?: string[];
            /**
             * @description Evaluated when the saga completes. Texts with ${…} are expressions.
             * @default {}
             */
            output?: components["schemas"]["Json"];
        };
    };
    responses: {
        /** @description VALIDATION_FAILED, BAD_REQUEST, JSON_MALFORMED, JSON_TOO_DEEP, JSON_TOO_MANY_VALUES, JSON_TOO_MANY_KEYS, JSON_KEY_TOO_LONG, JSON_FORBIDDEN_KEY, JSON_DUPLICATE_KEY, JSON_FORBIDDEN_CHARACTER, JSON_NUMBER_IMPRECISE, IDEMPOTENCY_KEY_INVALID */
        Problem400: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description UNAUTHENTICATED */
        Problem401: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description FORBIDDEN, ORIGIN_NOT_ALLOWED */
        Problem403: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description ROUTE_NOT_FOUND */
        Problem404: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description METHOD_NOT_ALLOWED */
        Problem405: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description REQUEST_TIMEOUT */
        Problem408: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description KEY_NAME_TAKEN, TOO_MANY_KEYS, ACT_DONE */
        Problem409: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description BODY_TOO_LARGE */
        Problem413: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description URL_TOO_LONG */
        Problem414: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description CONTENT_TYPE_UNSUPPORTED, CONTENT_ENCODING_UNSUPPORTED */
        Problem415: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description EXPECTATION_FAILED */
        Problem417: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description HOST_NOT_ALLOWED */
        Problem421: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description IDEMPOTENCY_KEY_REUSED */
        Problem422: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description TOO_MANY_WRONG_KEYS */
        Problem429: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description HEADERS_TOO_LARGE */
        Problem431: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description INTERNAL */
        Problem500: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description STORE_UNAVAILABLE, OVERLOADED, DRAINING, LOGIN_UNAVAILABLE */
        Problem503: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description VALIDATION_FAILED, CURSOR_INVALID, BAD_REQUEST */
        "Problem400.2": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description FORBIDDEN */
        "Problem403.2": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description CONTENT_ENCODING_UNSUPPORTED */
        "Problem415.2": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description BAD_REQUEST */
        "Problem400.3": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description KEY_NOT_FOUND, ROUTE_NOT_FOUND */
        "Problem404.2": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description ACT_DONE */
        "Problem409.2": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description KEY_ENDED, ACT_DONE */
        "Problem409.3": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description STORE_UNAVAILABLE, OVERLOADED, DRAINING */
        "Problem503.2": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description VALIDATION_FAILED, BAD_REQUEST, JSON_MALFORMED, JSON_TOO_DEEP, JSON_TOO_MANY_VALUES, JSON_TOO_MANY_KEYS, JSON_KEY_TOO_LONG, JSON_FORBIDDEN_KEY, JSON_DUPLICATE_KEY, JSON_FORBIDDEN_CHARACTER, JSON_NUMBER_IMPRECISE */
        "Problem400.4": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description ORIGIN_NOT_ALLOWED */
        "Problem403.3": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description BAD_REQUEST, JSON_MALFORMED, JSON_TOO_DEEP, JSON_TOO_MANY_VALUES, JSON_TOO_MANY_KEYS, JSON_KEY_TOO_LONG, JSON_FORBIDDEN_KEY, JSON_DUPLICATE_KEY, JSON_FORBIDDEN_CHARACTER, JSON_NUMBER_IMPRECISE */
        "Problem400.5": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description SESSION_NOT_FOUND, ROUTE_NOT_FOUND */
        "Problem404.3": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description DEFINITION_INVALID, BAD_REQUEST, JSON_MALFORMED, JSON_TOO_DEEP, JSON_TOO_MANY_VALUES, JSON_TOO_MANY_KEYS, JSON_KEY_TOO_LONG, JSON_FORBIDDEN_KEY, JSON_DUPLICATE_KEY, JSON_FORBIDDEN_CHARACTER, JSON_NUMBER_IMPRECISE, IDEMPOTENCY_KEY_INVALID */
        "Problem400.6": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description DEFINITION_NOT_FOUND, ROUTE_NOT_FOUND */
        "Problem404.4": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description VALIDATION_FAILED, CURSOR_INVALID, BAD_REQUEST, JSON_MALFORMED, JSON_TOO_DEEP, JSON_TOO_MANY_VALUES, JSON_TOO_MANY_KEYS, JSON_KEY_TOO_LONG, JSON_FORBIDDEN_KEY, JSON_DUPLICATE_KEY, JSON_FORBIDDEN_CHARACTER, JSON_NUMBER_IMPRECISE, IDEMPOTENCY_KEY_INVALID */
        "Problem400.7": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description DEFINITION_RETIRED, ACT_DONE */
        "Problem409.4": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description VALIDATION_FAILED, INPUT_INVALID, BAD_REQUEST, JSON_MALFORMED, JSON_TOO_DEEP, JSON_TOO_MANY_VALUES, JSON_TOO_MANY_KEYS, JSON_KEY_TOO_LONG, JSON_FORBIDDEN_KEY, JSON_DUPLICATE_KEY, JSON_FORBIDDEN_CHARACTER, JSON_NUMBER_IMPRECISE */
        "Problem400.8": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description DEFINITION_RETIRED */
        "Problem409.5": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description TOO_MANY_OPEN_SAGAS, TOO_MANY_WRONG_KEYS */
        "Problem429.2": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description VALIDATION_FAILED, BAD_REQUEST */
        "Problem400.9": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description SAGA_NOT_FOUND, ROUTE_NOT_FOUND */
        "Problem404.5": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description SAGA_NOT_FOUND, SAGA_VERSION_NOT_FOUND, ROUTE_NOT_FOUND */
        "Problem404.6": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description HISTORY_INCOMPLETE */
        Problem410: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description HISTORY_TOO_LONG */
        "Problem422.2": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description LISTS_BUSY, READ_TOO_SLOW, STORE_UNAVAILABLE, OVERLOADED, DRAINING, LOGIN_UNAVAILABLE */
        "Problem503.3": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description SAGA_ENDED, SIGNAL_NOT_EXPECTED, TOO_MANY_SIGNALS */
        "Problem409.6": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description SAGA_FULL, BODY_TOO_LARGE */
        "Problem413.2": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description SIGNAL_PAYLOAD_INVALID, SIGNAL_ID_REUSED */
        "Problem422.3": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description PREVIEW_OUTDATED, SAGA_NOT_STUCK, STEP_NOT_STUCK, STEP_STATE_CONFLICT, INPUT_NOT_EDITABLE, SAGA_ENDED, VERSION_CONFLICT, STEP_UNKNOWN, ACT_DONE */
        "Problem409.7": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description BODY_TOO_LARGE, SAGA_FULL */
        "Problem413.3": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description PREVIEW_OUTDATED, STEP_STATE_CONFLICT, ALREADY_COMPENSATING, SAGA_ENDED, VERSION_CONFLICT, STEP_UNKNOWN, ACT_DONE */
        "Problem409.8": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description SIGNAL_PAYLOAD_INVALID, IDEMPOTENCY_KEY_REUSED */
        "Problem422.4": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description PREVIEW_OUTDATED, PIVOT_PASSED, STEP_STATE_CONFLICT, ALREADY_COMPENSATING, SAGA_ENDED, VERSION_CONFLICT, STEP_UNKNOWN, ACT_DONE */
        "Problem409.9": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description PREVIEW_OUTDATED, PIVOT_PASSED, ALREADY_COMPENSATING, SAGA_ENDED, VERSION_CONFLICT, STEP_UNKNOWN, ACT_DONE */
        "Problem409.10": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description PREVIEW_OUTDATED, STEP_STATE_CONFLICT, SAGA_ENDED, VERSION_CONFLICT, STEP_UNKNOWN, ACT_DONE */
        "Problem409.11": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description PREVIEW_OUTDATED, SAGA_PAUSED, SAGA_ENDED, VERSION_CONFLICT, STEP_UNKNOWN, ACT_DONE */
        "Problem409.12": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description PREVIEW_OUTDATED, SAGA_NOT_PAUSED, SAGA_ENDED, VERSION_CONFLICT, STEP_UNKNOWN, ACT_DONE */
        "Problem409.13": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description PREVIEW_OUTDATED, SAGA_ENDED, VERSION_CONFLICT, STEP_UNKNOWN, ACT_DONE */
        "Problem409.14": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description FAILURE_GROUP_NOT_FOUND, ROUTE_NOT_FOUND */
        "Problem404.7": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description SCOPE_PAUSED, TOO_MANY_PAUSES, ACT_DONE */
        "Problem409.15": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description PAUSE_NOT_FOUND, ROUTE_NOT_FOUND */
        "Problem404.8": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description PAUSE_OVER, ACT_DONE */
        "Problem409.16": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description LOCK_NOT_FOUND, ROUTE_NOT_FOUND */
        "Problem404.9": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description LOCK_NOT_HELD, SAGA_ENDED, VERSION_CONFLICT, PREVIEW_OUTDATED, ACT_DONE */
        "Problem409.17": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description CONTENT_ENCODING_UNSUPPORTED, CONTENT_TYPE_UNSUPPORTED */
        "Problem415.3": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description PARTICIPANT_NOT_FOUND, ROUTE_NOT_FOUND */
        "Problem404.10": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description PARTICIPANT_LIVE, ACT_DONE */
        "Problem409.18": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description TOO_MANY_LISTENERS, TOO_MANY_WRONG_KEYS */
        "Problem429.3": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description LISTENERS_BUSY, STORE_UNAVAILABLE, OVERLOADED, DRAINING, LOGIN_UNAVAILABLE */
        "Problem503.4": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description FAILURE_GROUP_CHANGED, FAILURE_GROUP_STATUS, ACT_DONE */
        "Problem409.19": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description ALERT_ROUTE_NOT_FOUND, ROUTE_NOT_FOUND */
        "Problem404.11": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description VALIDATION_FAILED, BULK_WITHOUT_FILTER, BAD_REQUEST, JSON_MALFORMED, JSON_TOO_DEEP, JSON_TOO_MANY_VALUES, JSON_TOO_MANY_KEYS, JSON_KEY_TOO_LONG, JSON_FORBIDDEN_KEY, JSON_DUPLICATE_KEY, JSON_FORBIDDEN_CHARACTER, JSON_NUMBER_IMPRECISE, IDEMPOTENCY_KEY_INVALID */
        "Problem400.10": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description BULK_FINDS_NOTHING, BULK_TOO_LARGE, TOO_MANY_BULKS, PREVIEW_OUTDATED, ACT_DONE */
        "Problem409.20": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description BULK_NOT_FOUND, ROUTE_NOT_FOUND */
        "Problem404.12": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description BULK_STATE_CONFLICT, ACT_DONE */
        "Problem409.21": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description APPROVAL_NOT_FOUND, ROUTE_NOT_FOUND */
        "Problem404.13": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description VALIDATION_FAILED, JSON_MALFORMED, JSON_TOO_DEEP, JSON_TOO_MANY_VALUES, JSON_TOO_MANY_KEYS, JSON_KEY_TOO_LONG, JSON_FORBIDDEN_KEY, JSON_DUPLICATE_KEY, JSON_FORBIDDEN_CHARACTER, JSON_NUMBER_IMPRECISE, DEFINITION_INVALID, INPUT_INVALID, IDEMPOTENCY_KEY_INVALID, CURSOR_INVALID, BAD_REQUEST, BULK_WITHOUT_FILTER */
        "Problem400.11": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description FORBIDDEN, ORIGIN_NOT_ALLOWED, VIEW_NOT_YOURS, SECOND_PERSON_NEEDED, APPROVAL_NOT_YOURS */
        "Problem403.4": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description APPROVAL_NOT_FOUND, ROUTE_NOT_FOUND, BULK_NOT_FOUND, DEFINITION_NOT_FOUND, PARTICIPANT_NOT_FOUND, DEAD_MESSAGE_NOT_FOUND, KEY_NOT_FOUND, SESSION_NOT_FOUND, SAGA_NOT_FOUND, SAGA_VERSION_NOT_FOUND, ALERT_ROUTE_NOT_FOUND, FAILURE_GROUP_NOT_FOUND, VIEW_NOT_FOUND, LOCK_NOT_FOUND, PAUSE_NOT_FOUND */
        "Problem404.14": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description APPROVAL_OVER, APPROVAL_BUSY, APPROVAL_ASKER_GONE, TOO_MANY_APPROVALS, BULK_STATE_CONFLICT, BULK_FINDS_NOTHING, BULK_TOO_LARGE, TOO_MANY_BULKS, FAILURE_GROUP_CHANGED, FAILURE_GROUP_STATUS, RETENTION_CHANGED, DEFINITION_RETIRED, KEY_NAME_TAKEN, KEY_ENDED, TOO_MANY_KEYS, SAGA_ENDED, SAGA_NOT_STUCK, STEP_NOT_STUCK, STEP_UNKNOWN, STEP_STATE_CONFLICT, INPUT_NOT_EDITABLE, PIVOT_PASSED, ALREADY_COMPENSATING, SIGNAL_NOT_EXPECTED, LOCK_NOT_HELD, SAGA_PAUSED, SAGA_NOT_PAUSED, PAUSE_OVER, SCOPE_PAUSED, TOO_MANY_PAUSES, TOO_MANY_SIGNALS, PARTICIPANT_LIVE, DEAD_MESSAGE_RESOLVED, DEAD_MESSAGE_NOT_REPLAYABLE, DEAD_MESSAGE_STILL_UNUSABLE, PREVIEW_OUTDATED, DEFINITION_DOES_NOT_FIT, VIEW_NAME_TAKEN, TOO_MANY_VIEWS, VERSION_CONFLICT, ACT_DONE */
        "Problem409.22": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description HISTORY_TOO_LONG, SIGNAL_PAYLOAD_INVALID, SIGNAL_ID_REUSED, BUDGET_EXCEEDED, IDEMPOTENCY_KEY_REUSED */
        "Problem422.5": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description TOO_MANY_OPEN_SAGAS, TOO_MANY_LISTENERS, TOO_MANY_WRONG_KEYS */
        "Problem429.4": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description SECOND_PERSON_NEEDED, FORBIDDEN, ORIGIN_NOT_ALLOWED */
        "Problem403.5": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description APPROVAL_OVER, APPROVAL_BUSY */
        "Problem409.23": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description APPROVAL_NOT_YOURS, FORBIDDEN, ORIGIN_NOT_ALLOWED */
        "Problem403.6": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description SAGA_NOT_FOUND, DEFINITION_NOT_FOUND, ROUTE_NOT_FOUND */
        "Problem404.15": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description SAGA_NOT_STUCK, STEP_NOT_STUCK, STEP_STATE_CONFLICT, INPUT_NOT_EDITABLE, SAGA_ENDED, VERSION_CONFLICT, STEP_UNKNOWN, ALREADY_COMPENSATING, PIVOT_PASSED, LOCK_NOT_HELD, SAGA_PAUSED, SAGA_NOT_PAUSED, DEFINITION_DOES_NOT_FIT */
        "Problem409.24": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description SIGNAL_PAYLOAD_INVALID */
        "Problem422.6": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description DEAD_MESSAGE_NOT_FOUND, ROUTE_NOT_FOUND */
        "Problem404.16": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description DEAD_MESSAGE_RESOLVED, DEAD_MESSAGE_NOT_REPLAYABLE, DEAD_MESSAGE_STILL_UNUSABLE, ACT_DONE */
        "Problem409.25": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description DEAD_MESSAGE_RESOLVED, ACT_DONE */
        "Problem409.26": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description VIEW_NAME_TAKEN, TOO_MANY_VIEWS, ACT_DONE */
        "Problem409.27": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description VALIDATION_FAILED, BAD_REQUEST, IDEMPOTENCY_KEY_INVALID */
        "Problem400.12": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description VIEW_NOT_FOUND, ROUTE_NOT_FOUND */
        "Problem404.17": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description VIEW_NOT_YOURS, FORBIDDEN */
        "Problem403.7": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description VIEW_NAME_TAKEN, ACT_DONE */
        "Problem409.28": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description BAD_REQUEST, IDEMPOTENCY_KEY_INVALID */
        "Problem400.13": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description RETENTION_CHANGED, ACT_DONE */
        "Problem409.29": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description READ_TOO_SLOW, STORE_UNAVAILABLE, OVERLOADED, DRAINING, LOGIN_UNAVAILABLE */
        "Problem503.5": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Names this request, in the log of the conductor too: quote it when you ask about an answer. The `X-Request-Id` that you sent, if it has at most 128 of these characters; else a new one. */
        "X-Request-Id": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listApiKeys: {
        parameters: {
            query?: {
                /** @description The next of the answer before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyPage"];
                };
            };
            400: components["responses"]["Problem400.2"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    makeApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeKeyDto"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeApiKey"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.2"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevokeKeyDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.2"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.2"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    rotateApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateKeyDto"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeApiKey"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.2"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.3"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getLoginWays: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginWays"];
                };
            };
            400: components["responses"]["Problem400.3"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503.2"];
        };
    };
    logIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Login"];
                };
            };
            400: components["responses"]["Problem400.4"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.3"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503.2"];
        };
    };
    logOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginWays"];
                };
            };
            400: components["responses"]["Problem400.5"];
            403: components["responses"]["Problem403.3"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503.2"];
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description The next of the answer before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
            400: components["responses"]["Problem400.2"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.3"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.2"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listDefinitions: {
        parameters: {
            query?: {
                /** @description The next of the answer before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionPage"];
                };
            };
            400: components["responses"]["Problem400.2"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    postDefinition: {
        parameters: {
            query?: {
                /** @description Why; goes into the audit log. The body is the definition alone. */
                reason?: string;
            };
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DefinitionDocument"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostedDefinition"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostedDefinition"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400.6"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.2"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    validateDefinition: {
        parameters: {
            query?: {
                /** @description `false`: without the failure matrix, which takes up to 5 s for a hundred steps and more. Default: true. */
                failureMatrix?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DefinitionDocument"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationReport"];
                };
            };
            400: components["responses"]["Problem400.4"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getDefinition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionWithVersions"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.4"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getDefinitionVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                /** @description The version of a definition. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Definition"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.4"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getFailureMatrix: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                /** @description The version of a definition. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureMatrix"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.4"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    retireDefinitionVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
                /** @description The version of a definition. */
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetireDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionVersion"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.4"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.2"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    unretireDefinitionVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
                /** @description The version of a definition. */
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetireDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionVersion"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.4"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.2"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    migrateSagas: {
        parameters: {
            query?: {
                /** @description The next of the answer before. */
                cursor?: string;
                /** @description Says for each saga whether it fits, and changes nothing. */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
                /** @description The version of a definition. */
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MigrateDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Migration"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400.7"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.4"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.4"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listSagas: {
        parameters: {
            query?: {
                /** @description The next of the answer before. */
                cursor?: string;
                limit?: number;
                /** @description Ids of sagas: several with commas, `!` in front for none of them. */
                id?: string;
                /** @description One of running, compensating, stuck, completed, compensated, abandoned; several with commas, `!` in front for none of them. */
                status?: string;
                /** @description Name of the definition; several with commas, `!` in front for none of them. */
                definition?: string;
                /** @description Version of the definition; several with commas, `!` in front for none of them; or a range such as `>=3`, or `>=3,<10`. */
                version?: string;
                /** @description The business key, whole: one, as it is. */
                key?: string;
                /** @description A step that is under way or stuck; several with commas, `!` in front for none of them. Sagas that have not ended. */
                step?: string;
                /** @description Code of the saga’s error; several with commas, `!` in front for none of them: a saga without an error has none of them. */
                error?: string;
                /** @description Fingerprint of a group of failures; several with commas, `!` in front for none of them. Sagas that have not ended. */
                failure?: string;
                /** @description Participant that carries out a step that is under way or stuck; several with commas, `!` in front for none of them. Sagas that have not ended. */
                participant?: string;
                /** @description What the saga waits for, as its sentence says it: one of stuck, paused, no-consumer, outbox, back-off, lock, signal, event, inquiry, child, executing, timer, limit; several with commas, `!` in front for none of them. Sagas that have not ended. */
                waiting?: string;
                /** @description Attempts issued in all: a range such as `>=3`, or `>=3,<10`; or several with commas, `!` in front for none of them. Sagas that have not ended. */
                attempts?: string;
                /** @description Time since the start of the saga: a range such as `>1h`, or `>10m,<1d`. */
                age?: string;
                /** @description Time since the last transition: a range such as `>10m`, or `>10m,<1d`. Sagas that have not ended. */
                unchanged?: string;
                /** @description Started at or after: a date, which begins in UTC, or an instant with a zone. */
                from?: string;
                /** @description Started before: a date, which begins in UTC, or an instant with a zone. */
                to?: string;
                /** @description Part of the key or of the error’s message, or a whole id. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SagaPage"];
                };
            };
            400: components["responses"]["Problem400.2"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    startSaga: {
        parameters: {
            query?: {
                /** @description Answer when the saga comes to rest, or after this long: a duration of at most 60s. */
                wait?: string;
            };
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartSagaDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saga"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saga"];
                };
            };
            400: components["responses"]["Problem400.8"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.4"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.5"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429.2"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getSaga: {
        parameters: {
            query?: {
                /** @description Answer when the saga comes to rest, or after this long: a duration of at most 60s. */
                wait?: string;
            };
            header?: never;
            path: {
                /** @description The id of a saga. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saga"];
                };
            };
            400: components["responses"]["Problem400.9"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.5"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getSagaHistory: {
        parameters: {
            query?: {
                /** @description The next of the answer before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of a saga. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryPage"];
                };
            };
            400: components["responses"]["Problem400.2"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.5"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getSagaVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a saga. */
                id: string;
                /** @description Counts the transitions of the saga: 1 after its start. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PastSaga"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.6"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            410: components["responses"]["Problem410"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422.2"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503.3"];
        };
    };
    listSagaExpressions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a saga. */
                id: string;
                /** @description Counts the transitions of the saga: 1 after its start. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SagaExpressions"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.6"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            410: components["responses"]["Problem410"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422.2"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503.3"];
        };
    };
    getSagaTimeline: {
        parameters: {
            query?: {
                /** @description The next of the answer before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The id of a saga. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelinePage"];
                    "text/plain": string;
                };
            };
            400: components["responses"]["Problem400.2"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.5"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    signalSaga: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a saga. */
                id: string;
                name: string;
            };
            cookie?: never;
        };
        /** @description The payload, any JSON. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Json"];
            };
        };
        responses: {
            /** @description Done */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Signal"];
                };
            };
            400: components["responses"]["Problem400.5"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.5"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.6"];
            413: components["responses"]["Problem413.2"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422.3"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    retrySaga: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a saga. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetryDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saga"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.5"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.7"];
            413: components["responses"]["Problem413.3"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    skipStep: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a saga. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SkipDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saga"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.5"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.8"];
            413: components["responses"]["Problem413.3"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422.4"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    compensateSaga: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a saga. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompensateDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saga"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.5"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.9"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    cancelSaga: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a saga. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActionDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saga"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.5"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.10"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    settleStep: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a saga. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettleDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saga"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.5"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.11"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    pauseSaga: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a saga. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActionDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saga"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.5"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.12"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    resumeSaga: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a saga. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActionDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saga"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.5"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.13"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    abandonSaga: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a saga. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActionDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saga"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.5"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.14"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listPauses: {
        parameters: {
            query?: {
                /** @description The next of the answer before. */
                cursor?: string;
                limit?: number;
                /** @description `true`: those that go on. */
                active?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PausePage"];
                };
            };
            400: components["responses"]["Problem400.2"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    pauseScope: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PauseDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pause"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pause"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.7"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.15"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    resumeScope: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a pause. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pause"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.8"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.16"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getOverview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listSagasForOperators: {
        parameters: {
            query?: {
                /** @description The next of the answer before. */
                cursor?: string;
                limit?: number;
                /** @description Ids of sagas: several with commas, `!` in front for none of them. */
                id?: string;
                /** @description One of running, compensating, stuck, completed, compensated, abandoned; several with commas, `!` in front for none of them. */
                status?: string;
                /** @description Name of the definition; several with commas, `!` in front for none of them. */
                definition?: string;
                /** @description Version of the definition; several with commas, `!` in front for none of them; or a range such as `>=3`, or `>=3,<10`. */
                version?: string;
                /** @description The business key, whole: one, as it is. */
                key?: string;
                /** @description A step that is under way or stuck; several with commas, `!` in front for none of them. Sagas that have not ended. */
                step?: string;
                /** @description Code of the saga’s error; several with commas, `!` in front for none of them: a saga without an error has none of them. */
                error?: string;
                /** @description Fingerprint of a group of failures; several with commas, `!` in front for none of them. Sagas that have not ended. */
                failure?: string;
                /** @description Participant that carries out a step that is under way or stuck; several with commas, `!` in front for none of them. Sagas that have not ended. */
                participant?: string;
                /** @description What the saga waits for, as its sentence says it: one of stuck, paused, no-consumer, outbox, back-off, lock, signal, event, inquiry, child, executing, timer, limit; several with commas, `!` in front for none of them. Sagas that have not ended. */
                waiting?: string;
                /** @description Attempts issued in all: a range such as `>=3`, or `>=3,<10`; or several with commas, `!` in front for none of them. Sagas that have not ended. */
                attempts?: string;
                /** @description Time since the start of the saga: a range such as `>1h`, or `>10m,<1d`. */
                age?: string;
                /** @description Time since the last transition: a range such as `>10m`, or `>10m,<1d`. Sagas that have not ended. */
                unchanged?: string;
                /** @description Started at or after: a date, which begins in UTC, or an instant with a zone. */
                from?: string;
                /** @description Started before: a date, which begins in UTC, or an instant with a zone. */
                to?: string;
                /** @description Part of the key or of the error’s message, or a whole id. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminSagaPage"];
                };
            };
            400: components["responses"]["Problem400.2"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listDeadMessages: {
        parameters: {
            query?: {
                /** @description The next of the answer before. */
                cursor?: string;
                limit?: number;
                /** @description `true`: those that nobody replayed or discarded. */
                open?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadMessagePage"];
                };
            };
            400: components["responses"]["Problem400.2"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listLocks: {
        parameters: {
            query?: {
                /** @description The next of the answer before. */
                cursor?: string;
                limit?: number;
                /** @description Only this one, whole. */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LockPage"];
                };
            };
            400: components["responses"]["Problem400.2"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    releaseLock: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReleaseLockDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saga"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.9"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.17"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.3"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listParticipants: {
        parameters: {
            query?: {
                /** @description The next of the answer before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticipantPage"];
                };
            };
            400: components["responses"]["Problem400.2"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getParticipant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DescribedParticipant"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.10"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    forgetParticipant: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForgottenView"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.10"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.18"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
            400: components["responses"]["Problem400.3"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503.2"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            400: components["responses"]["Problem400.3"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            /** @description Done */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    streamSagas: {
        parameters: {
            query?: {
                /** @description As the header Last-Event-ID, for clients that cannot set headers. */
                lastEventId?: string;
                /** @description Types of events of a history, comma-separated; one of them is enough. */
                kind?: string;
                /** @description Every two seconds an event `heartbeat`, for clients that see events only, as browsers do: whoever has heard nothing for five seconds is not connected. */
                heartbeat?: "true" | "false";
                /** @description Ids of sagas: several with commas, `!` in front for none of them. */
                id?: string;
                /** @description One of running, compensating, stuck, completed, compensated, abandoned; several with commas, `!` in front for none of them. As it is after the change, or was before. */
                status?: string;
                /** @description Name of the definition; several with commas, `!` in front for none of them. */
                definition?: string;
                /** @description Version of the definition; several with commas, `!` in front for none of them; or a range such as `>=3`, or `>=3,<10`. */
                version?: string;
                /** @description The business key, whole: one, as it is. */
                key?: string;
                /** @description A step that is under way or stuck; several with commas, `!` in front for none of them. Sagas that have not ended. */
                step?: string;
                /** @description Code of the saga’s error; several with commas, `!` in front for none of them: a saga without an error has none of them. */
                error?: string;
                /** @description Participant that carries out a step that is under way or stuck; several with commas, `!` in front for none of them. Sagas that have not ended. */
                participant?: string;
                /** @description What the saga waits for, as its sentence says it: one of stuck, paused, no-consumer, outbox, back-off, lock, signal, event, inquiry, child, executing, timer, limit; several with commas, `!` in front for none of them. Sagas that have not ended. */
                waiting?: string;
                /** @description Attempts issued in all: a range such as `>=3`, or `>=3,<10`; or several with commas, `!` in front for none of them. Sagas that have not ended. */
                attempts?: string;
                /** @description Started at or after: a date, which begins in UTC, or an instant with a zone. */
                from?: string;
                /** @description Started before: a date, which begins in UTC, or an instant with a zone. */
                to?: string;
                /** @description Part of the key or of the error’s message, or a whole id. */
                q?: string;
            };
            header?: {
                /** @description The id of the last event that was read: the stream goes on after it. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events, until the client closes the connection */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["Problem400.9"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429.3"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503.4"];
        };
    };
    streamSaga: {
        parameters: {
            query?: {
                /** @description As the header Last-Event-ID, for clients that cannot set headers. */
                lastEventId?: string;
            };
            header?: {
                /** @description The id of the last event that was read: the stream goes on after it. */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description The id of a saga. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events, until the client closes the connection */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["Problem400.9"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.5"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429.3"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503.4"];
        };
    };
    listAuditRecords: {
        parameters: {
            query?: {
                /** @description The next of the answer before. */
                cursor?: string;
                limit?: number;
                /** @description Of this saga only. */
                saga?: string;
                /** @description Who did it: the whole name. */
                actor?: string;
                action?: string;
                /** @description A kind of subject, or a kind, a colon and an id. */
                subject?: string;
                outcome?: "done" | "refused";
                /** @description A part of this bulk. */
                operation?: string;
                /** @description At or after: a date, which begins in UTC, or an instant with a zone such as 2026-01-31T12:00:00Z or 2026-01-31T13:00:00+01:00. */
                from?: string;
                /** @description Before: a date, which begins in UTC, or an instant with a zone such as 2026-01-31T12:00:00Z or 2026-01-31T13:00:00+01:00. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            400: components["responses"]["Problem400.2"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    verifyAudit: {
        parameters: {
            query?: {
                /** @description Begins after this place: the `head.seq` of an answer that is not complete. */
                after?: string;
                /** @description A head of before, `seq:hash`: all up to it has to be what it was then. */
                expect?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerdictView"];
                };
            };
            400: components["responses"]["Problem400.9"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503.3"];
        };
    };
    trimAudit: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuditTrimDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditTrimView"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.2"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listFailureGroups: {
        parameters: {
            query?: {
                /** @description Only groups that people made this of, with a comma between several, and then also those that no saga is in now. Left out: all that sagas are in. */
                status?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failures"];
                };
            };
            400: components["responses"]["Problem400.9"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getFailureGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Names a group. */
                fingerprint: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureGroup"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.7"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listSagasOfFailureGroup: {
        parameters: {
            query?: {
                /** @description The next of the answer before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Names a group. */
                fingerprint: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupMemberPage"];
                };
            };
            400: components["responses"]["Problem400.2"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.7"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    acknowledgeFailureGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Names a group. */
                fingerprint: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcknowledgeDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureGroup"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.7"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.19"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    muteFailureGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Names a group. */
                fingerprint: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MuteDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureGroup"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.7"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.19"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    resolveFailureGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Names a group. */
                fingerprint: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolveDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureGroup"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.7"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.19"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    reopenFailureGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Names a group. */
                fingerprint: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupActDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureGroup"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.7"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.19"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listAlerts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertsView"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listAlertRoutes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRoutesView"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listAlertDeliveries: {
        parameters: {
            query?: {
                /** @description The next of the answer before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            400: components["responses"]["Problem400.2"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    testAlertRoute: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Of a route. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertTestView"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.11"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.2"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getDefinitionPlan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                /** @description The version of a definition. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.4"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    drawDefinition: {
        parameters: {
            query?: {
                /** @description Also how many open sagas are at each step and each undo. */
                counts?: "true" | "false";
            };
            header?: never;
            path: {
                name: string;
                /** @description The version of a definition. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
            400: components["responses"]["Problem400.9"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.4"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    drawSaga: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a saga. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.5"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    countOpenSagasByVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionCounts"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.4"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    countOpenSagasByStep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                /** @description The version of a definition. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionStepCounts"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.4"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getStepTimes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                /** @description The version of a definition. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepTimes"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.4"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getDefinitionAsyncApi: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                /** @description The version of a definition. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.aai.asyncapi+json": components["schemas"]["AsyncApiDocument"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.4"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listBulks: {
        parameters: {
            query?: {
                /** @description The next of the answer before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkPage"];
                };
            };
            400: components["responses"]["Problem400.2"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    makeBulk: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeBulkDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeBulkView"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeBulkView"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400.10"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.20"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503.3"];
        };
    };
    getBulk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a bulk. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bulk"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.12"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listBulkResults: {
        parameters: {
            query?: {
                /** @description The next of the answer before. */
                cursor?: string;
                limit?: number;
                state?: "waiting" | "done" | "refused";
                outcome?: "good" | "bad" | "late" | "gone";
            };
            header?: never;
            path: {
                /** @description The id of a bulk. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkResultPage"];
                };
            };
            400: components["responses"]["Problem400.2"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.12"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    countSagasOutsideBulk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a bulk. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkJoined"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.12"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503.3"];
        };
    };
    pauseBulk: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a bulk. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bulk"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.12"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.21"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    resumeBulk: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a bulk. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bulk"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.12"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.21"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    stopBulk: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a bulk. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bulk"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.12"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.21"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listApprovals: {
        parameters: {
            query?: {
                /** @description The next of the answer before. */
                cursor?: string;
                limit?: number;
                state?: "open" | "confirming" | "confirmed" | "rejected" | "withdrawn" | "expired";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalPage"];
                };
            };
            400: components["responses"]["Problem400.2"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of an approval. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalNow"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.13"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    confirmApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of an approval. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfirmedApproval"];
                };
            };
            400: components["responses"]["Problem400.11"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.4"];
            404: components["responses"]["Problem404.14"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.22"];
            413: components["responses"]["Problem413.3"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422.5"];
            429: components["responses"]["Problem429.4"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    rejectApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of an approval. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400.4"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.5"];
            404: components["responses"]["Problem404.13"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.23"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    withdrawApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of an approval. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400.4"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.6"];
            404: components["responses"]["Problem404.13"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.23"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listSagaActions: {
        parameters: {
            query?: {
                /** @description Only what may be done to this step, beside the saga. */
                step?: string;
            };
            header?: never;
            path: {
                /** @description The id of a saga. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SagaActions"];
                };
            };
            400: components["responses"]["Problem400.9"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.5"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    previewAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a saga. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SagaPreview"];
                };
            };
            400: components["responses"]["Problem400.4"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.15"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.24"];
            413: components["responses"]["Problem413.3"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422.6"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    exemptSaga: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a saga. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exempted"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.5"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.2"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    unexemptSaga: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a saga. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exempted"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.5"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.2"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listExemptions: {
        parameters: {
            query?: {
                /** @description The next of the answer before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExemptionPage"];
                };
            };
            400: components["responses"]["Problem400.2"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getDeadMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a dead message. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadMessage"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.16"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    replayDeadMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a dead message. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadMessage"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.16"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.25"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    discardDeadMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a dead message. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadMessage"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.16"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.26"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    countSagas: {
        parameters: {
            query?: {
                /** @description Ids of sagas: several with commas, `!` in front for none of them. */
                id?: string;
                /** @description One of running, compensating, stuck, completed, compensated, abandoned; several with commas, `!` in front for none of them. */
                status?: string;
                /** @description Name of the definition; several with commas, `!` in front for none of them. */
                definition?: string;
                /** @description Version of the definition; several with commas, `!` in front for none of them; or a range such as `>=3`, or `>=3,<10`. */
                version?: string;
                /** @description The business key, whole: one, as it is. */
                key?: string;
                /** @description A step that is under way or stuck; several with commas, `!` in front for none of them. Sagas that have not ended. */
                step?: string;
                /** @description Code of the saga’s error; several with commas, `!` in front for none of them: a saga without an error has none of them. */
                error?: string;
                /** @description Fingerprint of a group of failures; several with commas, `!` in front for none of them. Sagas that have not ended. */
                failure?: string;
                /** @description Participant that carries out a step that is under way or stuck; several with commas, `!` in front for none of them. Sagas that have not ended. */
                participant?: string;
                /** @description What the saga waits for, as its sentence says it: one of stuck, paused, no-consumer, outbox, back-off, lock, signal, event, inquiry, child, executing, timer, limit; several with commas, `!` in front for none of them. Sagas that have not ended. */
                waiting?: string;
                /** @description Attempts issued in all: a range such as `>=3`, or `>=3,<10`; or several with commas, `!` in front for none of them. Sagas that have not ended. */
                attempts?: string;
                /** @description Time since the start of the saga: a range such as `>1h`, or `>10m,<1d`. */
                age?: string;
                /** @description Time since the last transition: a range such as `>10m`, or `>10m,<1d`. Sagas that have not ended. */
                unchanged?: string;
                /** @description Started at or after: a date, which begins in UTC, or an instant with a zone. */
                from?: string;
                /** @description Started before: a date, which begins in UTC, or an instant with a zone. */
                to?: string;
                /** @description Part of the key or of the error’s message, or a whole id. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SagaCounts"];
                };
            };
            400: components["responses"]["Problem400.9"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    listViews: {
        parameters: {
            query?: {
                /** @description The next of the answer before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedViewPage"];
                };
            };
            400: components["responses"]["Problem400.2"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    saveView: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.27"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    setDefaultView: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                role: "viewer" | "operator" | "admin";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DefaultViewDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefaultView"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400.12"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404.17"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.2"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    replaceView: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a view. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400.12"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.7"];
            404: components["responses"]["Problem404.17"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.28"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    deleteView: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a view. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400.13"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.7"];
            404: components["responses"]["Problem404.17"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.2"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    getRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retention"];
                };
            };
            400: components["responses"]["Problem400.3"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403.2"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415.2"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    setRetention: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetRetentionDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionChange"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404.4"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.29"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503.5"];
        };
    };
    clearRetention: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same call with the same key again has no further effect, and another one is refused. Of this caller; at most 128 characters; counts for 30 days at least. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClearRetentionDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClearedView"];
                };
            };
            /** @description Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done yet, and a second person has to confirm it. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            405: components["responses"]["Problem405"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409.2"];
            413: components["responses"]["Problem413"];
            414: components["responses"]["Problem414"];
            415: components["responses"]["Problem415"];
            417: components["responses"]["Problem417"];
            421: components["responses"]["Problem421"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            431: components["responses"]["Problem431"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
}
