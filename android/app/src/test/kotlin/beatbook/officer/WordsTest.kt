package beatbook.officer

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import java.io.File

/** Every word of the app's own lies in strings.xml. */
class WordsTest {
    private val main = File("src/main")

    @Test
    fun noScreenSaysAnythingThatIsNotInTheResources() {
        val literal = Regex("""(text|hint|title|contentDescription|setContentTitle\(|setContentText\() ?=? ?"[^"@]""")
        val attribute = Regex("""android:(text|hint|contentDescription|label)="[^@]""")
        val code = File(main, "kotlin").walk().filter { it.extension == "kt" }.toList()
        val layouts = File(main, "res/layout").walk().filter { it.extension == "xml" }.toList()
        assertTrue("there is something to look at", code.size > 5 && layouts.size > 5)
        val found = code.filter { literal.containsMatchIn(it.readText()) } + layouts.filter { attribute.containsMatchIn(it.readText()) }
        assertEquals(emptyList<File>(), found)
    }

    @Test
    fun noWordIsLeftThatNobodySays() {
        val texts = Regex("""<(string|plurals) name="(\w+)"""").findAll(File(main, "res/values/strings.xml").readText())
            .map { it.groupValues[1] to it.groupValues[2] }.toList()
        val all = main.walk().filter { it.extension in listOf("kt", "xml") }.joinToString("\n") { it.readText() }
        val unused = texts.filter { (kind, name) ->
            !Regex("""(R\.$kind\.|@$kind/)$name\b""").containsMatchIn(all)
        }
        assertEquals(emptyList<Pair<String, String>>(), unused)
    }
}
