package beatbook

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.io.File

/** Does the steps of `killed`, read with folders and key from standard input, says `done`, and waits for its end. */
fun main() {
    val given = Json.parseToJsonElement(readln()).jsonObject
    fun text(name: String) = given.getValue(name).jsonPrimitive.content
    val key = text("key").chunked(2).map { it.toInt(16).toByte() }.toByteArray()
    Scenario(File(text("folder")), key) { text("ticket") }.run(given.getValue("steps").jsonArray)
    println("done")
    Thread.sleep(60_000)
}
