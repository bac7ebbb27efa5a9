package beatbook.officer

import android.os.Looper
import beatbook.android.OfficerPhone
import beatbook.android.SecretStore

/** The app with its secrets in memory: the machine has no key store. */
class TestApp : OfficerApp() {
    override fun makePhone() = OfficerPhone(this, MemorySecrets())
}

/** Says so if the main thread would wait for it, as it would for a phone's key store. */
private class MemorySecrets : SecretStore {
    private val kept = mutableMapOf<String, ByteArray>()

    override fun secret(name: String) = offMain { kept[name] }

    override fun keep(name: String, secret: ByteArray) = offMain {
        check(name !in kept) { "never over another one" }
        kept[name] = secret
    }

    override fun forget(name: String) = offMain { kept.remove(name) }.let { }

    private fun <T> offMain(look: () -> T): T {
        check(Looper.myLooper() != Looper.getMainLooper()) { "the main thread waits for secrets" }
        return look()
    }
}
