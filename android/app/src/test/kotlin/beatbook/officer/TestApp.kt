package beatbook.officer

import android.os.Looper
import beatbook.android.OfficerPhone
import beatbook.android.SecretStore

/** The app with its secrets in memory: the machine has no key store. */
class TestApp : OfficerApp() {
    private val secrets = MemorySecrets()

    /** Also the phone of a life of the app before this one: same folder, same keys. */
    public override fun makePhone() = OfficerPhone(this, secrets)
}

/** Says so if the main thread would wait for it, as it would for a phone's key store. */
private class MemorySecrets : SecretStore {
    private val kept = mutableMapOf<String, ByteArray>()

    override fun secret(name: String) = offMain { kept[name]?.copyOf() }

    override fun keep(name: String, secret: ByteArray) = offMain {
        check(name !in kept) { "never over another one" }
        kept[name] = secret.copyOf()
    }

    override fun forget(name: String) = offMain { kept.remove(name) }.let { }

    private fun <T> offMain(look: () -> T): T {
        check(Looper.myLooper() != Looper.getMainLooper()) { "the main thread waits for secrets" }
        return look()
    }
}
