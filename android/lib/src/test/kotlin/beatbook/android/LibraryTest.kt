package beatbook.android

import beatbook.Phone
import beatbook.testing.Force
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [26, 30, 31, 34, 35])
class LibraryTest {
    @get:Rule
    val scratch = TemporaryFolder()

    @Test
    fun theRealLibraryRunsAmongAndroidsClasses() = runBlocking {
        Force(scratch.newFolder()).use { force ->
            val phone = Phone(scratch.newFolder(), scratch.newFolder(), { ByteArray(32) { 7 } })
            phone.found(force.ticket()).use { book ->
                book.sync()
                assertEquals("4711", book.status().officerCode)
            }
        }
    }
}
