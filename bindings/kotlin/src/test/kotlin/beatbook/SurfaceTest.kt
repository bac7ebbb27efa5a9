package beatbook

import beatbook.core.BeatbookException
import beatbook.core.InternalException
import beatbook.core.NotebookInterface
import beatbook.core.ZoneKind
import beatbook.core.ZoneNow
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.lang.reflect.Modifier
import java.lang.reflect.ParameterizedType
import java.lang.reflect.Type
import java.lang.reflect.WildcardType
import java.nio.charset.MalformedInputException
import java.time.Duration
import java.time.Instant
import java.util.TreeMap

/** The layer offers all of the library. */
class SurfaceTest {
    @Test
    fun `every call of the library is made by the layer once`() {
        val calls = NotebookInterface::class.java.methods.map { it.name }.filter { '$' !in it }.toSet()
        // A call's name without what Kotlin adds for unsigned numbers.
        val wanted = calls.map { it.substringBefore('-') }.toSortedSet()
        assertTrue(wanted.size > 100, "found ${wanted.size}")
        val made = TreeMap<String, Int>()
        val call = Regex("""(?:calls\.(?:ask|tell|long) \{|typed \{|phone\.opened \{|tell \{)\s*(?:Paper\()?(?:notebook\.)?(\w+)\(""")
        for (source in File("src/main/kotlin/beatbook").listFiles()!!) {
            call.findAll(source.readText()).map { it.groupValues[1] }.filter { it in wanted }.forEach { made.merge(it, 1, Int::plus) }
        }
        made["id"] = 1 // Asked once, when the notebook is opened.
        assertEquals(wanted, made.keys.toSortedSet())
        assertEquals(emptyList<String>(), made.filterValues { it != 1 }.keys.filterNot { it == "status" })
    }

    @Test
    fun `what may hold a text is looked at before it is handed over`() {
        val sources = File("src/main/kotlin/beatbook").listFiles()!!.joinToString("\n") { it.readText() }
        var texts = 0
        for (call in NotebookInterface::class.java.methods.filter { method -> method.genericParameterTypes.any { holdsText(it) } }) {
            val name = call.name.substringBefore('-')
            val handed = Regex("""(?:calls\.(?:ask|tell|long) \{|Paper\()\s*$name\((.*)""").find(sources)
            // None of them has a comma of its own.
            val arguments = checkNotNull(handed) { "$name is not made" }.groupValues[1].split(", ")
            for ((place, type) in call.genericParameterTypes.withIndex().filter { holdsText(it.value) }) {
                assertTrue(arguments[place].startsWith("checked("), "$name hands over ${arguments[place]}, a $type")
                texts++
            }
        }
        assertTrue(texts > 40, "found $texts")
    }

    /** Whether it is a text, or a record of the library that has one. */
    private fun holdsText(type: Type, seen: MutableSet<Type> = mutableSetOf()): Boolean = when {
        type == String::class.java -> true
        !seen.add(type) -> false
        type is ParameterizedType -> type.actualTypeArguments.any { holdsText(it, seen) }
        type is WildcardType -> type.upperBounds.any { holdsText(it, seen) }
        type is Class<*> && type.name.startsWith("beatbook.core.") && !type.isInterface ->
            type.declaredFields.filter { !Modifier.isStatic(it.modifiers) }.any { holdsText(it.genericType, seen) } ||
                type.declaredClasses.any { holdsText(it, seen) }
        else -> false
    }

    @Test
    fun `the time since the start of the machine goes on, and is the machine's`() {
        val before = sinceBoot()
        assertTrue(sinceBoot() >= before)
        val uptime = File("/proc/uptime").takeIf { it.canRead() } ?: return
        assertEquals(uptime.readText().substringBefore(' ').toDouble(), sinceBoot().toMillis() / 1000.0, 1.0)
    }

    @Test
    fun `times and lengths of time cross as they are`() {
        val instant = Instant.parse("2026-11-27T04:30:00.123Z")
        assertEquals(instant, ZoneNow("HS", "", ZoneKind.HOTSPOT, true, instant.utcMillis).visitSinceInstant)
        assertEquals(null, ZoneNow("HS", "", ZoneKind.HOTSPOT, true, null).visitSinceInstant)
        assertEquals(Long.MAX_VALUE, Instant.MAX.utcMillis)
        assertEquals(Long.MIN_VALUE, Instant.MIN.utcMillis)
        assertEquals(1500, Duration.ofMillis(1500).wholeMillis)
        assertEquals(Long.MIN_VALUE, Duration.ofSeconds(Long.MIN_VALUE).wholeMillis)
        assertEquals(3_600_000, hours(instant, instant.plusSeconds(3600)).run { to - from })
    }

    @Test
    fun `a reply tells done, refused and incomplete apart`() {
        assertEquals(Reply.Done(1), reply { 1 })
        assertEquals(Reply.Refused("a", "b"), reply { throw BeatbookException.Refused("a", "b") })
        assertEquals(Reply.Incomplete(emptyList()), reply { throw BeatbookException.Incomplete(emptyList()) })
        assertEquals("incomplete", BeatbookException.Incomplete(emptyList()).code)
    }

    @Test
    fun `nothing but the typed error comes out, and it tells nobody's words`() {
        val thrown = mapOf(
            InternalException("what an officer wrote") to "internal",
            RuntimeException("what an officer wrote") to "internal",
            IllegalStateException("Notebook object has already been destroyed") to "closed",
            MalformedInputException(1) to "text",
            OutOfMemoryError() to "too_large",
        )
        for ((error, code) in thrown) {
            val told = assertThrows(BeatbookException.Refused::class.java) { typed { throw error } }
            assertEquals(code, told.code)
            assertEquals(null, told.cause)
            assertFalse("officer" in told.message)
        }
    }
}
