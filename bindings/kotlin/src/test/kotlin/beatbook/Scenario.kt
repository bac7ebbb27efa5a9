package beatbook

import beatbook.core.AskWhere
import beatbook.core.Basis
import beatbook.core.BeatbookException
import beatbook.core.BeginEncounter
import beatbook.core.BeginWelfare
import beatbook.core.Behaviour
import beatbook.core.CareStep
import beatbook.core.Duty
import beatbook.core.EncounterNews
import beatbook.core.FixOutcome
import beatbook.core.LoneState
import beatbook.core.NoteTent
import beatbook.core.NoticeAbout
import beatbook.core.NoticeAsked
import beatbook.core.PersonKnown
import beatbook.core.Provider
import beatbook.core.RawFix
import beatbook.core.ServiceMethod
import beatbook.core.SignOn
import beatbook.core.SixAsked
import beatbook.core.StartAlone
import beatbook.core.SyncSoFar
import beatbook.core.TentGround
import beatbook.core.TravelMode
import beatbook.core.WelfareAbout
import beatbook.core.WelfareNews
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.cancel
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.booleanOrNull
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.double
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import kotlinx.serialization.json.longOrNull
import java.io.File
import java.security.SecureRandom
import java.util.UUID
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.ZERO
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

private const val HELD_UP = "written while a sync was held up"

internal fun randomKey() = ByteArray(32).also { SecureRandom().nextBytes(it) }

private class ScenarioKeys(val right: ByteArray) : Keys {
    @Volatile
    var are = "right"

    override fun key(notebook: UUID?): ByteArray = when (are) {
        "right" -> right
        "another" -> randomKey()
        "short" -> "short".toByteArray()
        "refusing" -> throw BeatbookException.Refused("locked", "unlock the phone")
        else -> error("an error of the app's own")
    }
}

/** Does to a running sync what the step says. */
private class Watcher(private val kind: String, private val book: Beatbook) : (SyncSoFar) -> Unit {
    var told = 0
    var noted = false

    override fun invoke(soFar: SyncSoFar) {
        told++
        when (kind) {
            "throws" -> error("an error of the app's own")
            "calls" -> now { book.status() }
            "blocks" -> if (!noted) {
                val other = thread { now { book.journal.note(HELD_UP, Basis.FACT) } }
                other.join(20_000)
                noted = !other.isAlive
            }
        }
    }
}

/** What a step hands over. */
private class With(private val told: JsonObject, private val kept: Map<String, Any?>) {
    operator fun contains(name: String) = name in told
    fun text(name: String) = told.getValue(name).jsonPrimitive.content
    fun textOrNull(name: String) = told[name]?.jsonPrimitive?.content
    fun int(name: String) = told.getValue(name).jsonPrimitive.int
    fun truth(name: String) = told.getValue(name).jsonPrimitive.boolean
    fun list(name: String) = told[name]?.jsonArray ?: JsonArray(emptyList())
    fun id(name: String): UUID = text(name).let { if (it.startsWith("$")) kept.getValue(it.drop(1)) as UUID else UUID.fromString(it) }
    fun place() = AskWhere.At(told.getValue("lat").jsonPrimitive.double, told.getValue("lon").jsonPrimitive.double, 5.0)
}

/** One scenario of the contract, step by step, through the layer. bindings/contract/README.md says what each call is. */
internal class Scenario(private val folder: File, private val key: ByteArray, private val tickets: Tickets) : AutoCloseable {
    private val keys = ScenarioKeys(key)
    private val phone = phone(folder, keys = keys)
    private val books = mutableMapOf<String, Beatbook>()
    private val kept = mutableMapOf<String, Any?>()

    fun run(steps: JsonArray): Unit = now {
        steps.forEachIndexed { number, step ->
            step("step ${number + 1}, ${step.jsonObject.getValue("do").jsonPrimitive.content}", step.jsonObject)
        }
    }

    override fun close(): Unit = books.values.forEach { it.close() }

    private suspend fun step(where: String, step: JsonObject) {
        val told = With(step["with"]?.jsonObject ?: JsonObject(emptyMap()), kept)
        val wanted = step["refused"]?.jsonPrimitive?.content
        val answer = try {
            act(step.getValue("do").jsonPrimitive.content, step["book"]?.jsonPrimitive?.content ?: "first", told)
        } catch (refused: BeatbookException) {
            if (refused.code != wanted) throw AssertionError("$where: refused with ${refused.code}", refused)
            return
        }
        check(wanted == null) { "$where: should have been refused with $wanted" }
        step["keep"]?.let { kept[it.jsonPrimitive.content] = answer }
        step["gives"]?.jsonObject?.forEach { (name, value) -> compare("$where: $name", (answer as Map<*, *>)[name], value, name) }
    }

    private fun compare(where: String, found: Any?, value: JsonElement, name: String) {
        val wanted = value.jsonPrimitive
        val fits = when {
            !wanted.isString -> found == (wanted.booleanOrNull ?: wanted.longOrNull)
            wanted.content.startsWith(">") -> (found as Long) > wanted.content.drop(1).toLong()
            wanted.content.startsWith("$") -> found == kept.getValue(wanted.content.drop(1))
            name == "grid" -> (found as String).startsWith(wanted.content)
            else -> found == wanted.content
        }
        check(fits) { "$where is $found, not $value" }
    }

    private suspend fun act(call: String, name: String, told: With): Any? {
        suspend fun open() = phone.open(phone.notebooks().single()).also { books[name] = it }
        val book: Beatbook by lazy { books.getValue(name) }
        return when (call) {
            "keys" -> keys.are = told.text("are")
            "found" -> books[name] = phone.found(told.textOrNull("ticket") ?: tickets.ticket())
            "ticket" -> tickets.ticket()
            "enrol" -> books[name] = enrol(kept.getValue(told.text("ticket").drop(1)) as String, told)
            "open" -> open()
            "list" -> mapOf("count" to phone.notebooks().size.toLong())
            "pause" -> book.pause()
            "resume" -> book.resume()
            "cancel" -> book.cancel()
            "shutdown" -> book.shutdown()
            "server" -> switch(tickets as Server, told.text("is"))
            "wait" -> delay(told.int("ms").toLong())
            "killed" -> killed(told.list("steps"))
            "sync" -> sync(book, told)
            "at_once" -> List(told.int("threads")) {
                thread { now { repeat(told.int("times")) { book.journal.note(told.text("text"), Basis.FACT) } } }
            }.forEach { it.join() }
            else -> patrol(call, book, told)
        }
    }

    private fun switch(server: Server, to: String) = when (to) {
        "stopped" -> server.stop()
        "silent" -> server.silence()
        else -> server.start()
    }

    private suspend fun enrol(ticket: String, told: With): Beatbook = coroutineScope {
        if ("cancel" !in told) return@coroutineScope phone.enrol(ticket)
        val after = told.int("cancel").milliseconds
        val enrolling = async(start = CoroutineStart.UNDISPATCHED) {
            if (after == ZERO) this.cancel()
            runCatching { phone.enrol(ticket) }
        }
        delay(after)
        val cancelled = TimeSource.Monotonic.markNow()
        enrolling.cancelAndJoin()
        check(cancelled.elapsedNow() < 2.seconds) { "took ${cancelled.elapsedNow()}" }
        throw BeatbookException.Refused("cancelled", "the coroutine was cancelled")
    }

    private fun killed(steps: JsonArray) {
        val java = File(System.getProperty("java.home"), "bin/java").path
        val library = "-Djna.library.path=${System.getProperty("jna.library.path")}"
        val child = ProcessBuilder(java, library, "-cp", System.getProperty("java.class.path"), "beatbook.KilledKt")
            .redirectError(ProcessBuilder.Redirect.INHERIT).start()
        val given = JsonObject(
            mapOf(
                "folder" to JsonPrimitive(folder.path),
                "key" to JsonPrimitive(key.joinToString("") { "%02x".format(it) }),
                "ticket" to JsonPrimitive(tickets.ticket()),
                "steps" to steps,
            ),
        )
        child.outputWriter().apply { write("$given\n") }.flush()
        check(child.inputReader().readLine() == "done") { "the other process does its steps" }
        // SIGKILL, where there are signals.
        child.destroyForcibly().waitFor()
    }

    private suspend fun sync(book: Beatbook, told: With): Any {
        val watcher = told.textOrNull("progress")?.let { Watcher(it, book) }
        val report = book.sync(watcher)
        return mapOf(
            "left" to report.left.toLong(), "told" to (watcher?.told ?: 0).toLong(), "noted_meanwhile" to (watcher?.noted ?: false),
        )
    }

    private suspend fun patrol(call: String, book: Beatbook, told: With): Any? = when (call) {
        "sign_on" -> book.patrol.signOn(
            SignOn(
                duty = Duty.valueOf(told.text("duty").uppercase()), mode = TravelMode.valueOf(told.text("mode").uppercase()),
                others = (if ("others" in told) told.int("others") else 0).toUByte(), operation = told.textOrNull("operation"),
            ),
        )
        "record_fixes" -> book.patrol.recordFixes(fixes(told)).let { report ->
            mapOf(
                "accepted" to report.accepted.toLong(), "late" to report.late.toLong(),
                "duplicates" to report.duplicates.toLong(), "off_duty" to report.offDuty.toLong(),
                "refused" to report.refused.toLong(),
                "reasons" to report.outcomes.filterIsInstance<FixOutcome.Refused>().joinToString(" ") { it.v1.code },
            )
        }
        "sign_off" -> book.patrol.signOff(fixes(told)).let { done ->
            val zones = done.result.zones
            val kept = done.result.fixes.run { accepted + inaccurate + excursion + late + mock }
            mapOf(
                "record" to done.record, "zones" to zones.size.toLong(), "zone" to zones.firstOrNull()?.code,
                "foot" to (zones.firstOrNull()?.footDuration?.toMillis() ?: 0), "fixes_kept" to kept.toLong(),
            )
        }
        "status" -> book.status().run {
            mapOf(
                "on_duty" to (onDuty != null), "has_briefing" to hasBriefing, "state" to state.name.lowercase(),
                "waiting" to outbox.waiting.toLong(), "receipt_is_last" to (receipt != null && receipt == lastEntry),
            )
        }
        "note" -> {
            val text = told.textOrNull("text") ?: told.text("letter").repeat(told.int("times"))
            mapOf("entry" to book.journal.note(text, Basis.FACT).toLong())
        }
        "notes" -> book.journal.notes(limit = 1000u).let { mapOf("count" to it.size.toLong(), "last" to it.lastOrNull()?.text) }
        "patrols" -> mapOf("count" to book.patrol.newest().size.toLong())
        "verify" -> book.journal.verify().let { mapOf("sound" to (it.firstFault == null && !it.damagedFile)) }
        "export" -> mapOf("entries" to book.journal.export(File(folder, "export-${UUID.randomUUID()}")).entries.toLong())
        else -> records(call, book, told)
    }

    private suspend fun records(call: String, book: Beatbook, told: With): Any? = when (call) {
        "what_applies" -> mapOf("conditions" to book.briefing.whatApplies(told.place()).conditions.size.toLong())
        "begin_encounter" -> book.encounters.begin(BeginEncounter(place = told.place()))
        "tell_encounter" -> book.encounters.tell(
            told.id("encounter"),
            listOf(
                EncounterNews.Person(1u, PersonKnown()),
                EncounterNews.Conduct(Behaviour(code = told.text("code"), person = 1u, text = told.text("text"), basis = Basis.FACT)),
            ),
        )
        "encounter" -> book.encounters.one(told.id("encounter")).encounter.conducts.let {
            mapOf("conducts" to it.size.toLong(), "text" to it.firstOrNull()?.text)
        }
        "check_notice" -> book.notices.check(
            NoticeAsked(
                encounter = told.id("encounter"), person = told.int("person").toUShort(), about = NoticeAbout.Offence("LIT"),
                place = "", particulars = "", service = ServiceMethod.HAND, six = SixAsked(), training = false,
            ),
        ).let { mapOf("missing" to it.missing.size.toLong()) }
        "begin_welfare" -> book.welfare.begin(BeginWelfare(about = WelfareAbout.Contact, place = told.place()))
        "tell_welfare" -> book.welfare.tell(
            told.id("welfare"),
            listOf(WelfareNews.Step(null, null, CareStep.Danger(told.truth("danger"), null, told.text("text")))),
        )
        "emergency_card" -> mapOf("grid" to book.welfare.emergencyCard(told.place()).card?.reference)
        "start_alone" -> book.alone.start(StartAlone(minutes = told.int("minutes").toUShort(), words = told.text("place")))
        "lone_worker" -> book.alone.now().let {
            val state = when (it.state) {
                is LoneState.Off -> "off"
                is LoneState.Running -> "running"
                is LoneState.Overdue -> "overdue"
            }
            mapOf("state" to state, "sound" to it.sound)
        }
        "stop_alone" -> book.alone.stop()
        "tasks" -> mapOf("count" to book.tasks.all().size.toLong())
        "note_tent" -> book.encampments.noteTent(NoteTent(told.text("text"), TentGround.COMMUNITY_IMPACT, told.place()))
        "tents" -> mapOf("count" to book.encampments.tents().size.toLong())
        "access_log" -> mapOf("rows" to book.journal.accessLog(limit = 1000u).rows.size.toLong())
        else -> error("there is no call $call")
    }
}

private fun fixes(told: With): List<RawFix> {
    val (wall, mono) = System.currentTimeMillis() to sinceBoot().wholeMillis
    if ("walk" in told) {
        // Ten metres there and back, so that it is a walk.
        val count = told.int("walk")
        return List(count) { step ->
            RawFix(LAT + (step % 100) * 1e-6, LON, wall - count + 1 + step, mono - count + 1 + step, 5.0, provider = Provider.GNSS)
        }
    }
    return told.list("fixes").map { one ->
        fun number(name: String, usual: Double) = one.jsonObject[name]?.jsonPrimitive?.content?.toDouble() ?: usual
        fun whole(name: String, usual: Long) = one.jsonObject[name]?.jsonPrimitive?.long ?: usual
        val ago = whole("ago", 0)
        RawFix(
            number("lat", LAT), number("lon", LON), whole("time", wall - ago), whole("mono", mono - ago), number("accuracy", 5.0),
            provider = Provider.GNSS,
        )
    }
}

internal fun scenarios(): JsonArray = Json.parseToJsonElement(File("../contract/scenarios.json").readText()).jsonArray
