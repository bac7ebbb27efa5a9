package beatbook

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.lang.reflect.Modifier

/** Whole numbers that are no time: pence, and a distance in tenths of a metre. */
private val NO_TIME = setOf(
    "Cost.amount", "CourtOutcome.costs", "CourtOutcome.fine", "CourtOutcome.surcharge", "EarlyPayment.amount", "FineTerms.amount",
    "OrderCited.edge", "RegisterStanding.balance", "RegisterStanding.held", "RegisterStanding.refund_due",
)

private val RECORD = Regex("""(\w+)\.(\w+): (?:i64|Option<i64>)(?: = .*)?""")
private val CASE = Regex("""(\w+)::(\w+)\((.*)\)""")
private val FIELD_OF_CASE = Regex("""(\w+): (?:i64|Option<i64>)""")

/** README's rule: a field of milliseconds has a twin in `java.time`. What has no name has none either: [whenAt] makes it. */
class TwinsTest {
    @Test
    fun `every field of milliseconds has a twin, and every twin a field`() {
        val fields = File("../ffi/surface.txt").readLines().flatMap(::wholeNumbers).toSet()
        assertTrue(fields.size > 100, "found ${fields.size}")
        assertEquals(emptySet<String>(), NO_TIME - fields)
        val (twins, wanted) = twins() to (fields - NO_TIME).map(::twin)
        assertEquals(emptyList<String>(), wanted.filter { "${it}Instant" !in twins && "${it}Duration" !in twins })
        assertEquals(emptySet<String>(), twins - wanted.flatMap { listOf("${it}Instant", "${it}Duration") }.toSet())
    }

    /** `Status.last_sync: Option<i64>`, and of a case `TaskState::Done(by: Id, at: i64)`. */
    private fun wholeNumbers(line: String): List<String> {
        RECORD.matchEntire(line)?.destructured?.let { (of, name) -> return listOf("$of.$name") }
        val (of, case, fields) = CASE.matchEntire(line)?.destructured ?: return emptyList()
        return FIELD_OF_CASE.findAll(fields).map { "$of.$case.${it.groupValues[1]}" }.toList()
    }

    /** `Place.age_ms` as `Place.age`, `Status.last_sync` as `Status.lastSync`. */
    private fun twin(field: String): String = field.substringBeforeLast('.') + '.' +
        field.substringAfterLast('.').removeSuffix("_ms").replace(Regex("_(.)")) { it.groupValues[1].uppercase() }

    private fun twins(): Set<String> = listOf("Instants", "Durations")
        .flatMap { Class.forName("beatbook.${it}Kt").declaredMethods.toList() }
        .filter { Modifier.isPublic(it.modifiers) }
        .map { twin ->
            val of = twin.parameterTypes.single().name.removePrefix("beatbook.core.").replace('$', '.')
            "$of.${twin.name.removePrefix("get").replaceFirstChar { it.lowercase() }}"
        }.toSet()
}
