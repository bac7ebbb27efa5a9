package beatbook.android

import android.content.Context
import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.system.ErrnoException
import android.system.OsConstants
import beatbook.code
import beatbook.core.BeatbookException
import java.io.File
import java.io.FileOutputStream
import java.io.IOException
import java.nio.channels.FileChannel
import java.nio.file.StandardOpenOption
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.security.ProviderException
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * Secrets in files, each sealed (AES-256-GCM, with its name) by a key that never leaves the phone's key store: in hardware of its own
 * where there is some. They lie where no backup takes them (`noBackupFilesDir/beatbook/keys`), and are readable from the first unlock
 * after the phone's start on: a patrol goes on with the screen locked, so the key asks for no fingerprint and no unlocked screen.
 *
 * Nothing here is deleted or written over but by [forget]; [setAside] moves what nothing opens any more into a folder beside this one,
 * `keys.set-aside-` with the time. Codes of what its calls throw:
 *
 * - `key_unreadable`: a file is broken, changed, or was sealed by another key;
 * - `key_store_lost`: files are here, but the key store no longer has the key that sealed them, as after an app's files were carried
 *   to another phone;
 * - `key_store`: the key store does not work at the moment;
 * - `key_exists`: there is a secret of that name;
 * - `storage_full`, `storage`.
 */
public class SealedSecrets internal constructor(context: Context, private val alias: String) : SecretStore {
    public constructor(context: Context) : this(context, "beatbook.secrets")

    /** Not before it is needed: the system may have to make it. */
    private val folder by lazy { File(context.noBackupFilesDir, "beatbook/keys") }

    override fun secret(name: String): ByteArray? = oneAfterTheOther {
        val file = file(name)
        if (!file.exists()) return@oneAfterTheOther null
        val sealed = Sealed.read(file.readBytes()) ?: throw unreadable()
        val cipher = Cipher.getInstance(CIPHER)
        cipher.init(Cipher.DECRYPT_MODE, sealer() ?: throw lost(), GCMParameterSpec(TAG_BITS, sealed.nonce))
        cipher.updateAAD(bound(name))
        try {
            cipher.doFinal(sealed.text)
        } catch (_: AEADBadTagException) {
            throw unreadable()
        }
    }

    override fun keep(name: String, secret: ByteArray): Unit = oneAfterTheOther {
        val file = file(name)
        if (file.exists()) throw BeatbookException.Refused("key_exists", "a key would be lost: tell your support")
        val cipher = Cipher.getInstance(CIPHER)
        // The key store chooses the nonce: it takes none from outside (setRandomizedEncryptionRequired).
        cipher.init(Cipher.ENCRYPT_MODE, sealer() ?: newSealer())
        cipher.updateAAD(bound(name))
        write(file, Sealed(cipher.iv, cipher.doFinal(secret)).toBytes())
    }

    override fun forget(name: String): Unit = oneAfterTheOther {
        val file = file(name)
        if (!file.delete() && file.exists()) throw IOException("not deleted")
        syncFolder()
    }

    override fun setAside(): Unit = oneAfterTheOther {
        val shut = sealed().filterNot { opens(it.name) }
        if (shut.isEmpty()) return@oneAfterTheOther
        val aside = File(folder.path + ".set-aside-" + System.currentTimeMillis())
        if (!aside.isDirectory && !aside.mkdirs()) throw IOException("no folder")
        shut.forEach { if (!it.renameTo(File(aside, it.name))) throw IOException("not renamed") }
        syncFolder()
    }

    /** @throws BeatbookException where it may be opened later. */
    private fun opens(name: String): Boolean = try {
        NAMES.matches(name) && secret(name)?.fill(0) != null
    } catch (refused: BeatbookException) {
        if (refused.code !in listOf("key_unreadable", "key_store_lost")) throw refused
        false
    }

    /** Files of secrets, without what an ended app was writing. */
    private fun sealed(): List<File> = folder.listFiles().orEmpty().filter { !it.name.endsWith(NEW) }

    private fun file(name: String): File {
        require(NAMES.matches(name)) { "a name of small letters, digits and dashes" }
        return File(folder, name)
    }

    /** Whole or not at all: ended before the rename, only a file is left that nobody reads and the next one is written over. */
    private fun write(file: File, bytes: ByteArray) {
        if (!folder.isDirectory && !folder.mkdirs()) throw IOException("no folder")
        val new = File(folder, file.name + NEW)
        FileOutputStream(new).use {
            it.write(bytes)
            it.fd.sync()
        }
        if (!new.renameTo(file)) throw IOException("not renamed")
        syncFolder()
    }

    /** A rename is for good when its folder is. Where a folder cannot be opened, the phone's file systems keep the order anyhow. */
    private fun syncFolder() {
        try {
            FileChannel.open(folder.toPath(), StandardOpenOption.READ).use { it.force(true) }
        } catch (_: IOException) {
            return
        }
    }

    private fun sealer(): SecretKey? = KeyStore.getInstance(KEY_STORE).run {
        load(null)
        getKey(alias, null) as SecretKey?
    }

    /** Never while files are here that another key has sealed: a new one under its name would make them unreadable for good. */
    private fun newSealer(): SecretKey {
        if (sealed().isNotEmpty()) throw lost()
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
            try {
                return generate(inStrongBox = true)
            } catch (_: ProviderException) {
                // StrongBoxUnavailableException, and what makers throw in its place: the processor's own key store is good, too.
            }
        }
        return generate(inStrongBox = false)
    }

    private fun generate(inStrongBox: Boolean): SecretKey {
        val purposes = KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        val spec = KeyGenParameterSpec.Builder(alias, purposes)
            .setKeySize(256)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setRandomizedEncryptionRequired(true)
            .setUserAuthenticationRequired(false)
        if (inStrongBox && Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) spec.setIsStrongBoxBacked(true)
        return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, KEY_STORE).run {
            init(spec.build())
            generateKey()
        }
    }

    private fun <T> oneAfterTheOther(work: () -> T): T = synchronized(lock) {
        try {
            work()
        } catch (_: KeyPermanentlyInvalidatedException) {
            throw lost()
        } catch (_: GeneralSecurityException) {
            throw notNow()
        } catch (_: ProviderException) {
            throw notNow()
        } catch (failed: IOException) {
            throw storage(failed)
        }
    }

    private companion object {
        const val KEY_STORE = "AndroidKeyStore"
        const val CIPHER = "AES/GCM/NoPadding"
        const val TAG_BITS = 128
        const val NEW = ".new"
        val NAMES = Regex("[a-z0-9-]{1,64}")

        /** Of the whole process: two threads that both make the sealing key would leave one of them with a secret nobody opens. */
        val lock = Any()

        /** What a file is sealed with: one that is renamed to another secret's name does not open. */
        fun bound(name: String): ByteArray = "beatbook-secret-1:$name".toByteArray()

        fun unreadable() = BeatbookException.Refused(
            "key_unreadable",
            "the file with this notebook's key is broken or not from this phone: nothing was deleted; tell your support, then set " +
                "the notebook aside and enrol again",
        )

        fun lost() = BeatbookException.Refused(
            "key_store_lost",
            "this phone no longer has the key that guards its notebook: restart it; if that does not help, what was sent is on the " +
                "server, and the rest cannot be read: tell your support, then set the notebook aside and enrol again",
        )

        fun notNow() = BeatbookException.Refused(
            "key_store", "the phone's key store does not answer: try again, then restart the phone; nothing is lost",
        )

        fun storage(failed: IOException): BeatbookException {
            val full = (failed.cause as? ErrnoException)?.errno == OsConstants.ENOSPC
            return when {
                full -> BeatbookException.Refused("storage_full", "free some storage of the phone, then try again")
                else -> BeatbookException.Refused("storage", "the phone's storage does not answer: restart the phone, then try again")
            }
        }
    }
}

/** A file's content: `BBS1`, the nonce's length in one byte, the nonce, the sealed text with its tag. */
private class Sealed(val nonce: ByteArray, val text: ByteArray) {
    fun toBytes(): ByteArray = MARK + nonce.size.toByte() + nonce + text

    companion object {
        private val MARK = "BBS1".toByteArray()

        /** Null if it is none of ours. */
        fun read(bytes: ByteArray): Sealed? {
            val head = MARK.size + 1
            if (bytes.size < head || !bytes.copyOf(MARK.size).contentEquals(MARK)) return null
            val text = head + bytes[MARK.size].toInt()
            // GCM's nonce here and everywhere: 12 bytes; no text is shorter than its tag.
            if (text != head + 12 || bytes.size < text + 16) return null
            return Sealed(bytes.copyOfRange(head, text), bytes.copyOfRange(text, bytes.size))
        }
    }
}
