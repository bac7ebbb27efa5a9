package beatbook

import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory
import kotlin.io.path.createTempDirectory

/** Every scenario of bindings/contract/scenarios.json. */
class ContractTest {
    @TestFactory
    fun scenarios(): List<DynamicTest> = beatbook.scenarios().map { told ->
        val name = told.jsonObject.getValue("name").jsonPrimitive.content
        DynamicTest.dynamicTest(name) {
            val scratch = createTempDirectory().toFile()
            try {
                Server(scratch).use { server ->
                    Scenario(scratch, randomKey(), server).use { it.run(told.jsonObject.getValue("steps").jsonArray) }
                }
                println("ok  $name")
            } finally {
                scratch.deleteRecursively()
            }
        }
    }
}
