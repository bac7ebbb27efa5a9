package beatbook.android

import android.content.Context

/** Secrets in files, each sealed by a key that never leaves the phone's key store. */
public class SealedSecrets(private val context: Context) : SecretStore {
    override fun secret(name: String): ByteArray? = TODO()
    override fun keep(name: String, secret: ByteArray): Unit = TODO()
    override fun forget(name: String): Unit = TODO()
    override fun random(count: Int): ByteArray = TODO()
}
